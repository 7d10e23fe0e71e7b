import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Founded } from "../account/founding.ts";
import { samplePicture } from "../../test/sample-pictures.ts";
import { sendBytes, type Shown, upload, uploadLine } from "../../test/uploads.ts";
import { createWorld, must, type World } from "../../test/world.ts";

let world: World;
let ada: Founded;
let png: Buffer;

beforeEach(async () => {
  world = await createWorld();
  ada = await world.found();
  png = await samplePicture();
});
afterEach(() => world.end());

const at = (folder: string, name = "hero.png") => uploadLine(folder, name);
const namesIn = (answer: { body: { items: Shown[] } }) => answer.body.items.map(({ name }) => name);
const list = (token: string, query = "") =>
  world.call<{ items: Shown[]; next: string | null }>(token, `GET /v1/assets${query}`);

const change = (token: string, id: string, body: object) =>
  world.call<Shown>(token, `PATCH /v1/assets/${id}`, body);

async function* endless() {
  for (;;) yield Buffer.alloc(1_000_000);
}

/** How many entries the account's journal has. */
const entries = async () => (await world.store.journal.head(ada.account)).seq;

describe("uploading", () => {
  it("makes an asset of a picture's bytes", async () => {
    const asset = await upload(world, ada.token, ada.root, "hero.png", png);
    expect(asset).toMatchObject({
      folder: ada.root,
      name: "hero.png",
      approved: true,
      expires: null,
      version: { bytes: png.length, mime: "image/png", width: 64, height: 48 },
      links: {
        content: `${world.running.contentUrl}/v1/assets/${asset.id}/content`,
        thumbnail: `${world.running.contentUrl}/v1/assets/${asset.id}/thumbnail?size=480`,
      },
    });
    expect(Buffer.from(await world.dependencies.blobs.read(asset.version.sha256)).equals(png)).toBe(true);
    const again = await world.call<Shown>(ada.token, `GET /v1/assets/${asset.id}`);
    expect(again.body).toEqual(asset);
  });

  it("gives the name the extension of what the bytes are", async () => {
    const gif = await samplePicture({ format: "gif" });
    expect((await upload(world, ada.token, ada.root, "hero.png", gif)).name).toBe("hero.gif");
    expect((await upload(world, ada.token, ada.root, "logo", png)).name).toBe("logo.png");
  });

  it.each([
    ["no picture", Buffer.from("<html>"), "NOT_A_PICTURE"],
    ["nothing", Buffer.alloc(0), "NOT_A_PICTURE"],
  ])("refuses %s and makes nothing", async (_what, bytes, code) => {
    const before = await entries();
    const answer = await sendBytes(world, ada.token, at(ada.root), bytes);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code, status: 422 });
    expect(await entries()).toBe(before);
  });

  it("refuses a picture that is cut off, or that something else rides on", async () => {
    const cut = await sendBytes(world, ada.token, at(ada.root), png.subarray(0, 90));
    expect(cut.body).toMatchObject({ status: 422, code: "PICTURE_DAMAGED" });
    const rider = Buffer.concat([png, Buffer.from("PK\u0003\u0004")]);
    const polyglot = await sendBytes(world, ada.token, at(ada.root), rider);
    expect(polyglot.body).toMatchObject({ status: 422, code: "PICTURE_NOT_ALONE" });
  });

  it("refuses more than 25 MB, announced or not", async () => {
    const announced = await sendBytes(world, ada.token, at(ada.root), Buffer.alloc(25_000_001));
    expect(announced.body).toMatchObject({ status: 413, code: "TOO_LARGE" });
    const streamed = await sendBytes(world, ada.token, at(ada.root), endless());
    expect(streamed.body).toMatchObject({ status: 413, code: "TOO_LARGE" });
  });

  it.each([
    "../x.png",
    "a/b.png",
    "a\\b.png",
    "..",
    "",
    "a\u0000b.png",
    "a\nb.png",
    "\u202egnp.exe",
    "x".repeat(201),
  ])("refuses the name %j", async (name) => {
    const answer = await sendBytes(world, ada.token, at(ada.root, name), png);
    expect(answer.body).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
  });

  it("refuses a name that an asset or a folder there has, however it is written", async () => {
    await upload(world, ada.token, ada.root, "Héro.png", png);
    const taken = await sendBytes(world, ada.token, at(ada.root, "he\u0301RO.png"), png);
    expect(taken.body).toMatchObject({ status: 409, code: "NAME_TAKEN" });
    await world.folder(ada, "logo.png");
    const folder = await sendBytes(world, ada.token, at(ada.root, "logo.jpg"), png);
    expect(folder.body).toMatchObject({ status: 409, code: "NAME_TAKEN" });
  });

  it("decides before it takes the body: nothing is stored for somebody who may not", async () => {
    const viewer = await world.person(ada, "vic", { permissions: ["asset.view"] });
    const blobs = () => readdir(join(world.files, "blobs")).catch(() => []);
    const before = await blobs();
    const answer = await sendBytes(world, viewer.token, at(ada.root), png);
    expect(answer.body).toMatchObject({ status: 403, code: "NO_GRANT", permission: "asset.create" });
    expect(await blobs()).toEqual(before);
  });

  it("refuses another content type, and a content encoding", async () => {
    const text = await sendBytes(world, ada.token, at(ada.root), png, { "content-type": "text/plain" });
    expect(text.body).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
    const gzip = await sendBytes(world, ada.token, at(ada.root), png, { "content-encoding": "gzip" });
    expect(gzip.body).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
  });

  it("stops where the plan's number of assets is reached", async () => {
    const small = await world.found("Small", { features: [], limits: { assets: 1 } });
    await upload(world, small.token, small.root, "one.png", png);
    const answer = await sendBytes(world, small.token, at(small.root, "two.png"), png);
    expect(answer.body).toMatchObject({ status: 409, code: "PLAN_LIMIT", used: 1, limit: 1 });
  });
});

describe("new bytes for an asset", () => {
  it("are a new version, and the name follows the format", async () => {
    const asset = await upload(world, ada.token, ada.root, "hero.png", png);
    const jpeg = await samplePicture({ format: "jpeg", width: 30, height: 20 });
    const answer = await sendBytes<Shown>(world, ada.token, `PUT /v1/assets/${asset.id}/content`, jpeg);
    expect(must(answer, 200)).toMatchObject({
      id: asset.id,
      name: "hero.jpg",
      version: { mime: "image/jpeg", width: 30 },
    });
    expect(answer.body.version.id).not.toBe(asset.version.id);
    expect((await world.call(ada.token, `GET /v1/assets/${asset.id}`)).body).toEqual(answer.body);
  });

  it("that are the same change nothing", async () => {
    const asset = await upload(world, ada.token, ada.root, "hero.png", png);
    const before = await entries();
    const answer = await sendBytes<Shown>(world, ada.token, `PUT /v1/assets/${asset.id}/content`, png);
    expect(answer.body.version.id).toBe(asset.version.id);
    expect(await entries()).toBe(before);
  });

  it("need the right to edit it", async () => {
    const asset = await upload(world, ada.token, ada.root, "hero.png", png);
    const viewer = await world.person(ada, "vic", { permissions: ["asset.view"] });
    const answer = await sendBytes(world, viewer.token, `PUT /v1/assets/${asset.id}/content`, png);
    expect(answer.body).toMatchObject({ status: 403, permission: "asset.edit" });
  });
});

describe("listing", () => {
  it("answers what the caller may view, by name, in pages", async () => {
    const open = await world.folder(ada, "Open");
    const closed = await world.folder(ada, "Closed", ada.root, { restricted: true });
    for (const name of ["b.png", "A.png", "c.png"]) await upload(world, ada.token, open, name, png);
    await upload(world, ada.token, closed, "secret.png", png);
    const viewer = await world.person(ada, "vic", { permissions: ["asset.view"] });
    expect(namesIn(await list(viewer.token))).toEqual(["A.png", "b.png", "c.png"]);
    expect(namesIn(await list(ada.token))).toEqual(["A.png", "b.png", "c.png", "secret.png"]);
    const first = await list(viewer.token, `?folder=${open}&limit=2`);
    expect(namesIn(first)).toEqual(["A.png", "b.png"]);
    const second = await list(viewer.token, `?folder=${open}&limit=2&cursor=${first.body.next}`);
    expect(namesIn(second)).toEqual(["c.png"]);
    expect(second.body.next).toBeNull();
  });

  it("answers for a hidden folder, a hidden asset and none at all alike", async () => {
    const closed = await world.folder(ada, "Closed", ada.root, { restricted: true });
    const secret = await upload(world, ada.token, closed, "secret.png", png);
    const viewer = await world.person(ada, "vic", { permissions: ["asset.view"] });
    const other = await world.found("Other");
    const theirs = await upload(world, other.token, other.root, "theirs.png", png);
    const lines = [`?folder=${closed}`, `?folder=${other.root}`, "?folder=fld_none"].map(
      (query) => `GET /v1/assets${query}`,
    );
    const paths = [secret.id, theirs.id, "ast_none"].map((id) => `GET /v1/assets/${id}`);
    const answers = await Promise.all([...lines, ...paths].map((line) => world.call(viewer.token, line)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });
});

describe("changing", () => {
  it("renames, moves, ends and approves in one go, or nothing of it", async () => {
    const folder = await world.folder(ada, "Summer");
    const asset = await upload(world, ada.token, ada.root, "hero.png", png);
    const expires = "2026-05-01T00:00:00.000Z";
    const body = { name: "beach", folder, expires, approved: false };
    expect(must(await change(ada.token, asset.id, body), 200)).toEqual({
      ...asset,
      ...body,
      name: "beach.png",
    });
    await upload(world, ada.token, ada.root, "taken.png", png);
    const before = await entries();
    const refused = await change(ada.token, asset.id, { folder: ada.root, name: "taken.png", expires: null });
    expect(refused).toMatchObject({ status: 409, body: { code: "NAME_TAKEN" } });
    expect(await entries()).toBe(before);
    expect((await change(ada.token, asset.id, body)).status).toBe(200);
    expect(await entries()).toBe(before);
  });

  it.each([
    ["nothing", {}],
    ["a key nobody knows", { color: "red" }],
    ["a path for a name", { name: "../x" }],
    ["a wrong time", { expires: "tomorrow" }],
  ])("refuses %s", async (_what, body) => {
    const asset = await upload(world, ada.token, ada.root, "hero.png", png);
    expect(await change(ada.token, asset.id, body)).toMatchObject({
      status: 400,
      body: { code: "INVALID_REQUEST" },
    });
  });

  it("asks for the right that each change needs", async () => {
    const folder = await world.folder(ada, "Summer");
    const asset = await upload(world, ada.token, ada.root, "hero.png", png);
    const viewer = await world.person(ada, "vic", { permissions: ["asset.view", "asset.create"] });
    const asked = async (body: object) => (await change(viewer.token, asset.id, body)).body;
    expect(await asked({ name: "x" })).toMatchObject({ status: 403, permission: "asset.edit" });
    expect(await asked({ expires: null })).toMatchObject({ id: asset.id });
    expect(await asked({ expires: "2026-05-01T00:00:00Z" })).toMatchObject({ permission: "asset.edit" });
    expect(await asked({ approved: false })).toMatchObject({ permission: "asset.approve" });
    expect(await asked({ folder })).toMatchObject({ permission: "asset.delete" });
  });

  it("takes the approval from what leaves its workspace", async () => {
    const brand = await world.folder(ada, "Brand", ada.root, { workspace: true });
    const asset = await upload(world, ada.token, brand, "hero.png", png);
    expect(must(await change(ada.token, asset.id, { folder: ada.root }), 200)).toMatchObject({
      approved: false,
    });
  });
});

it("deletes an asset, after which it is as if it never was", async () => {
  const asset = await upload(world, ada.token, ada.root, "hero.png", png);
  const viewer = await world.person(ada, "vic", { permissions: ["asset.view"] });
  const refused = await world.call(viewer.token, `DELETE /v1/assets/${asset.id}`);
  expect(refused).toMatchObject({ status: 403, body: { permission: "asset.delete" } });
  expect((await world.call(ada.token, `DELETE /v1/assets/${asset.id}`)).status).toBe(204);
  expect((await world.call(ada.token, `GET /v1/assets/${asset.id}`)).status).toBe(404);
});

describe("a designer, who is no admin", () => {
  it("uploads, replaces and renames where she may, and is refused where she may not", async () => {
    const brand = await world.folder(ada, "Brand", ada.root, { workspace: true });
    const permissions = ["asset.view", "asset.create", "asset.edit", "asset.delete"];
    const dora = await world.person(ada, "dora", { permissions, folders: [brand] });
    const asset = await upload(world, dora.token, brand, "hero.png", png);
    const other = await samplePicture({ hue: 5 });
    must(await sendBytes(world, dora.token, `PUT /v1/assets/${asset.id}/content`, other), 200);
    expect(must(await change(dora.token, asset.id, { name: "beach" }), 200).name).toBe("beach.png");
    expect((await sendBytes(world, dora.token, at(ada.root), png)).body).toMatchObject({ status: 403 });
  });

  it("can't take a picture out of its workspace, even where she may create", async () => {
    const [north, south] = [
      await world.folder(ada, "North", ada.root, { workspace: true }),
      await world.folder(ada, "South", ada.root, { workspace: true }),
    ];
    const permissions = ["asset.view", "asset.create", "asset.edit", "asset.delete", "asset.approve"];
    const dora = await world.person(ada, "dora", { permissions, folders: [north, south] });
    const asset = await upload(world, dora.token, north, "hero.png", png);
    expect((await change(dora.token, asset.id, { folder: south })).status).toBe(403);
    expect((await world.call<Shown>(dora.token, `GET /v1/assets/${asset.id}`)).body.folder).toBe(north);
  });
});
