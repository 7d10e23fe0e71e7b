import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, FILES, guardNetwork, hosted, ORIGIN, problem } from "../test/platform.ts";

guardNetwork();

const gone = (id = "7") => nock(ORIGIN, exact()).delete(`${FILES}/${encodeURIComponent(id)}`);

it("deletes the file", async () => {
  gone().reply(204);
  expect(await hosted().remove(connection(), "7")).toEqual({ status: "removed" });
});

it("counts one that is gone as done, and keeps an id inside its place in the path", async () => {
  gone().reply(404, problem(404, "Resource Not Found"));
  expect(await hosted().remove(connection(), "7")).toEqual({ status: "already-gone" });
  gone("../folders/7?x=1").reply(404, problem(404, "Resource Not Found"));
  expect(await hosted().remove(connection(), "../folders/7?x=1")).toEqual({ status: "already-gone" });
});

it("says so when Mailchimp has trouble, and sends it once: the next try gets a permit of its own", async () => {
  gone().reply(503, "");
  await expect(hosted().remove(connection(), "7")).rejects.toMatchObject({
    code: "PLATFORM_UNAVAILABLE",
    next: "later",
  });
});
