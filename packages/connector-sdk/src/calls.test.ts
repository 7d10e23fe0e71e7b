import { inspect } from "node:util";

import nock from "nock";
import { expect, it } from "vitest";

import { connection, delivery, hosted, KEY, ORIGIN, read, write } from "../test/example.ts";
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

it("does not take a refused look afterwards for a refusal of the change", async () => {
  pictures().reply(201, {});
  nock(ORIGIN).get("/account").reply(400, "");
  const { result } = await delivery({
    async deliver(context) {
      await write(context, {});
      await read(context, "/account");
      return { status: "delivered", externalId: "1", externalUrl: null };
    },
  });
  expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN", details: { afterwards: "PLATFORM_REJECTED" } });
});

it("does not know what came of a lost change, though the connector makes another error of it", async () => {
  pictures().reply(500, "");
  const { result } = await delivery({
    async deliver(context) {
      await write(context, {}).catch(fault);
      return { status: "delivered", externalId: "1", externalUrl: null };
    },
  });
  expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN", details: { fault: "SyntaxError" } });
});

it("lets no connector show a secret, in an error of its own or by way of one of the host's", async () => {
  const { host } = hosted({
    async verify({ secrets }) {
      throw new RejectedError(`${secrets.key} is wrong`);
    },
    async health(context) {
      const refusal = () => new RejectedError(`${context.secrets.key} is wrong`);
      const message = await context.http
        .send({ method: "GET", url: `${ORIGIN}/account`, bucket: "read", refusal })
        .then(() => "fine")
        .catch((error: Error) => error.message);
      return { status: "down", checks: [{ name: "account", ok: false, message }] };
    },
  });
  nock(ORIGIN).get("/account").reply(400, "");
  expect((await host.health(connection)).checks[0]?.message).toBe("[secret] is wrong");
  const error = await host.verify(connection).catch((caught: unknown) => caught);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY);
});
