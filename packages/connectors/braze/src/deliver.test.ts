import nock from "nock";
import { expect, it } from "vitest";

import {
  ADDRESS,
  connection,
  exact,
  guardNetwork,
  hosted,
  LINK,
  NAME,
  order,
  ORIGIN,
  uploaded,
  WORKSPACE,
} from "../test/platform.ts";
import { imageNameOf } from "./image-name.ts";

guardNetwork();

const ASSET = "65f0000000000000000000aa";
const create = () => nock(ORIGIN, exact).post("/media_library/create", { asset_url: LINK, name: NAME });

it("gives Braze the link and a name, and keeps the picture by its address", async () => {
  create().reply(200, uploaded());
  const { deliver, lines } = hosted();
  expect(await deliver(connection(), order())).toEqual({
    status: "delivered",
    externalId: ADDRESS,
    externalUrl: ADDRESS,
  });
  expect(lines).toEqual([
    expect.objectContaining({ method: "POST", url: `${ORIGIN}/media_library/create`, status: 200 }),
  ]);
});

it.each([
  ["an id beside the workspace's", `/${ASSET}/${WORKSPACE}`, WORKSPACE, `${ADDRESS}#asset_id=${ASSET}`],
  ["one id, which may be the workspace's", `/${ASSET}`, WORKSPACE, ADDRESS],
  ["three ids", `/${ASSET}/${WORKSPACE}/65f0000000000000000000bb`, WORKSPACE, ADDRESS],
  ["an id, but the workspace is known by name", `/${ASSET}/${WORKSPACE}`, "Main", ADDRESS],
])("knows the asset's id only where it is sure: %s", async (_what, path, workspace, externalId) => {
  create().reply(200, uploaded({ dashboard_url: `https://dashboard-01.braze.com/media${path}` }));
  expect(await hosted().deliver(connection({ workspace }), order())).toMatchObject({
    externalId,
    externalUrl: ADDRESS,
  });
});

it.each([
  ["an object", [{ name: "x", size: 1, ext: "png", error: "Bad\r\nfile." }], "Bad file."],
  ["text", ["Bad file"], "Bad file."],
  ["something else", [7], "no reason given."],
])("is refused by a 200 whose errors hold %s", async (_what, errors, reason) => {
  create().reply(200, uploaded({ new_assets: [], errors }));
  await expect(hosted().deliver(connection(), order())).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
    next: "never",
    message: `Braze did not take the picture: ${reason}`,
  });
});

it.each([
  ["a picture and a refusal", 200, uploaded({ errors: [{ error: "x" }] })],
  ["two pictures", 200, uploaded({ new_assets: [{ url: ADDRESS }, { url: `${ADDRESS}2` }] })],
  ["neither", 200, uploaded({ new_assets: [] })],
  ["no address", 200, uploaded({ new_assets: [{ name: "x" }] })],
  ["that it waits", 202, { message: "queued" }],
  ["nothing", 200, ""],
  ["a page", 200, "<html>busy</html>"],
  ["trouble", 500, { message: "x", error_code: "GENERIC_ERROR", meta: { original_error: "x" } }],
])("does not know what came of it after %s, and sends it once", async (_what, status, body) => {
  create().reply(status, body);
  const { deliver, lines, host } = hosted();
  await expect(deliver(connection(), order())).rejects.toMatchObject({
    code: "OUTCOME_UNKNOWN",
    next: "after-reconcile",
  });
  expect(lines).toHaveLength(1);
  // Nobody but a person can look.
  await expect(host.reconcile(connection(), order())).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
    message: expect.stringContaining("gf-k3wq7d2mzr5tbx4a"),
  });
  expect(lines).toHaveLength(1);
});

it.each([
  ["too large", { bytes: 5_000_001 }, "takes at most 5000000"],
  ["of another format", { mime: "image/avif" }, "is image/avif and Braze takes"],
])("sends nothing that is %s", async (_what, asset, message) => {
  await expect(hosted().deliver(connection(), order(asset))).rejects.toThrow(message);
});

it.each([
  ["summer/hero.png", "image/png", "summer/hero [gf-12345678].png"],
  ["v1.0/a.b.jpeg", "image/jpeg", "v1.0/a.b [gf-12345678].jpg"],
  ["e\u0301te\u0301 \u202E🏖️/x\u0000.svg", "image/svg+xml", "été 🏖️/x [gf-12345678].svg"],
  ["", "image/webp", "[gf-12345678].webp"],
])("names %j so that a person finds it", (path, mime, name) => {
  expect(imageNameOf(path, mime, "gf-12345678")).toBe(name);
});

it("cuts a long name at its beginning, between whole characters, never its marker or ending", () => {
  const name = imageNameOf(`${"👩‍👩‍👧".repeat(40)}/hero.png`, "image/png", "gf-12345678");
  expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(200);
  expect(name).toMatch(/^…(👩‍👩‍👧)+\/hero \[gf-12345678\]\.png$/u);
});
