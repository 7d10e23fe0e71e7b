import nock from "nock";
import { expect, it } from "vitest";

import { ADDRESS, connection, exact, guardNetwork, hosted, LINK, order, ORIGIN } from "../test/platform.ts";

guardNetwork();

const ASSET = "65f0000000000000000000aa";
const KNOWN = `${ADDRESS}#asset_id=${ASSET}`;
const put = () =>
  nock(ORIGIN, exact).put("/media_library/replace_file", { asset_id: ASSET, asset_url: LINK });

it.each([
  ["nothing", ""],
  ["a message", { message: "success" }],
  ["what an upload answers", { new_assets: [{ url: ADDRESS }], errors: [] }],
])("puts the new version under the id, and takes %s for done", async (_what, body) => {
  put().reply(200, body);
  expect(await hosted().replace(connection(), order(), KNOWN)).toEqual({
    status: "delivered",
    externalId: KNOWN,
    externalUrl: ADDRESS,
  });
});

it("takes an id that a person found in Braze", async () => {
  put().reply(200, "");
  expect(await hosted().replace(connection(), order(), ASSET)).toMatchObject({
    externalId: ASSET,
    externalUrl: null,
  });
});

it("sends nothing where the id is not known, and says what to do instead", async () => {
  await expect(hosted().replace(connection(), order(), ADDRESS)).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
    message: expect.stringContaining("by hand in Braze's media library"),
  });
});

it("sends nothing with another ending", async () => {
  const gif = order({ mime: "image/gif", filename: "hero.gif" });
  await expect(hosted().replace(connection(), gif, KNOWN)).rejects.toMatchObject({
    code: "CONNECTOR_CONFIG",
    message: expect.stringContaining("which is .png"),
  });
});

it.each([
  [200, { errors: [{ error: "No." }] }, "PLATFORM_REJECTED"],
  [400, { message: "Asset not found." }, "PLATFORM_REJECTED"],
  [404, { message: "Asset not found." }, "PLATFORM_NOT_FOUND"],
  [200, { message: "queued" }, "OUTCOME_UNKNOWN"],
  [202, "", "OUTCOME_UNKNOWN"],
  [200, "<html>", "OUTCOME_UNKNOWN"],
  [500, { message: "x" }, "OUTCOME_UNKNOWN"],
])("reads %i %j as %s", async (status, body, code) => {
  put().reply(status, body);
  await expect(hosted().replace(connection(), order(), KNOWN)).rejects.toMatchObject({ code });
});
