import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, guardNetwork, hosted, image } from "../test/platform.ts";
import { ORIGIN } from "./wire.ts";

guardNetwork();

const patch = (id = "7") =>
  nock(ORIGIN, exact({ "content-type": "application/vnd.api+json" })).patch(
    `/api/images/${encodeURIComponent(id)}`,
    { data: { type: "image", id, attributes: { hidden: true } } },
  );

it("hides the picture", async () => {
  patch().reply(200, { data: image({ hidden: true }) });
  expect(await hosted().remove(connection(), "7")).toEqual({ status: "hidden" });
});

it("counts one that is gone as done", async () => {
  patch().reply(404, { errors: [{ id: "e", code: "not_found", title: "Not found.", detail: "…" }] });
  expect(await hosted().remove(connection(), "7")).toEqual({ status: "already-gone" });
});

it("keeps an id inside its place in the path", async () => {
  patch("../accounts?x=1").reply(404, {});
  expect(await hosted().remove(connection(), "../accounts?x=1")).toEqual({ status: "already-gone" });
});

it("says so when Klaviyo has trouble, and sends it once: the next try gets a permit of its own", async () => {
  patch().reply(503, "");
  await expect(hosted().remove(connection(), "7")).rejects.toMatchObject({
    code: "PLATFORM_UNAVAILABLE",
    next: "later",
  });
});
