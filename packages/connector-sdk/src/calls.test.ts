import { inspect } from "node:util";

import nock from "nock";
import { expect, it } from "vitest";

import { delivery, ORIGIN, read, write } from "../test/example.ts";
import { guardNetwork } from "../test/network.ts";
import { RejectedError } from "./index.ts";

guardNetwork();

const pictures = () => nock(ORIGIN).post("/pictures");

const fault = (): never => {
  throw new SyntaxError("Unexpected token in <html>body</html>");
};

it("sends one change a permit, not two", async () => {
  pictures().reply(201, {});
  const { result, lines } = await delivery({
    async deliver(context) {
      await write(context, {});
      await write(context, {});
      return { status: "delivered", externalId: "1", externalUrl: null };
    },
  });
  // The first went out, so that its outcome has to be looked for.
  expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN", details: { afterwards: "CONNECTOR_CONFIG" } });
  expect(lines).toHaveLength(1);
});

it("does not know what came of a change when a look afterwards fails", async () => {
  pictures().reply(201, {});
  nock(ORIGIN).get("/account").reply(404, "");
  const { result } = await delivery({
    async deliver(context) {
      await write(context, {});
      await read(context, "/account");
      return { status: "delivered", externalId: "1", externalUrl: null };
    },
  });
  expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN", details: { afterwards: "PLATFORM_NOT_FOUND" } });
});

it("believes the connector that an answer of 200 is a refusal", async () => {
  pictures().reply(200, { success: false });
  const { result } = await delivery({
    async deliver(context) {
      await write(context, {});
      throw new RejectedError("It says no.");
    },
  });
  expect(result).toMatchObject({ code: "PLATFORM_REJECTED", message: "It says no." });
});

it("reads a fault of the connector's by whether a change went out, and shows no message of it", async () => {
  expect((await delivery({ deliver: fault })).result).toMatchObject({
    code: "PLATFORM_UNREADABLE",
    details: { fault: "SyntaxError" },
  });
  pictures().reply(201, {});
  const { result } = await delivery({
    async deliver(context) {
      await write(context, {});
      return fault();
    },
  });
  expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN" });
  expect(inspect(result, { depth: 9, showHidden: true })).not.toContain("html");
});
