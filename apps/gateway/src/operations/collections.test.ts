import { mixPresets, presetNamed } from "@gatefold/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { upload } from "../../test/uploads.ts";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import { type Founded, foundAccount } from "../account/founding.ts";

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly assets: readonly string[];
}

let world: World;
let ada: Founded;
let cora: Person;
let rob: Person;
let stand: string;
let attic: string;
let theirs: string;
let stored: string;
const roles = new Map<string, string>();

const give = async (user: string, role: string, narrowed: object) =>
  must(await world.call(ada.token, "POST /v1/grants", { user, role: roles.get(role), ...narrowed }), 201);
const add = async (name: string, folder: string, by = ada.token) =>
  (await upload(world, by, folder, name, await samplePicture())).id;

/** The media library as shipped: Cora contributes to the stand, Rob is restricted to what is shared with him. */
beforeAll(async () => {
  world = await createWorld();
  const owner = { username: "ada", name: "Ada", email: null };
  const preset = mixPresets([presetNamed("media-library")]);
  ada = await foundAccount(world.dependencies, { name: "Library", owner, preset });
  const listed = await world.call<{ items: { id: string; name: string }[] }>(ada.token, "GET /v1/roles");
  for (const { id, name } of must(listed, 200).items) roles.set(name, id);
  stand = await world.folder(ada, "Stand");
  attic = await world.folder(ada, "Attic");
  cora = await world.person(ada, "cora");
  rob = await world.person(ada, "rob");
  await give(cora.id, "Can Contribute", { folders: [stand] });
  await give(rob.id, "Media Library: Restricted", {});
  theirs = await add("theirs.png", stand);
  stored = await add("stored.png", attic);
});
afterAll(() => world.end());

const make = async (name: string, assets: string[] = []) =>
  must(await world.call<Shown>(ada.token, "POST /v1/collections", { folder: stand, name, assets }), 201);
const change = (token: string, id: string, body: object) =>
  world.call<Shown>(token, `PATCH /v1/collections/${id}`, body);

describe("collections", () => {
  it("are made, listed, changed and deleted by who manages the folder they live in", async () => {
    const { id } = await make("Best", [theirs, theirs]);
    expect(
      must(await change(ada.token, id, { add: [stored], remove: [theirs], name: "Better" }), 200),
    ).toEqual({
      id,
      folder: stand,
      name: "Better",
      assets: [stored],
    });
    const listed = await world.call<{ items: Shown[] }>(ada.token, `GET /v1/collections?folder=${stand}`);
    expect(must(listed, 200).items.map(({ name }) => name)).toContain("Better");
    must(await world.call(ada.token, `DELETE /v1/collections/${id}`), 204);
    expect((await world.call(ada.token, `GET /v1/collections/${id}`)).status).toBe(404);
  });

  it("[M3] take what their contributor may share, and nothing else", async () => {
    const { id } = await make("Season");
    const hers = await add("hers.png", stand, cora.token);
    expect((await change(cora.token, id, { add: [theirs] })).body).toMatchObject({
      status: 403,
      code: "RIGHT_MISSING",
      permission: "asset.share",
      at: theirs,
    });
    expect(must(await change(cora.token, id, { add: [hers] }), 200).assets).toEqual([hers]);
    expect((await change(cora.token, id, { add: [stored] })).status).toBe(404);
    expect((await change(cora.token, id, { remove: [hers] })).body).toMatchObject({
      permission: "collection.manage",
    });
    expect((await change(cora.token, id, { name: "Mine" })).status).toBe(403);
  });

  it("[M3] give their level on what is in them across folders, to whom they are shared with", async () => {
    const { id } = await make("For Rob", [theirs, stored]);
    expect((await world.call(rob.token, `GET /v1/collections/${id}`)).status).toBe(404);
    await give(rob.id, "Can Contribute", { collection: id });
    expect(must(await world.call<Shown>(rob.token, `GET /v1/collections/${id}`), 200).assets).toEqual([
      theirs,
      stored,
    ]);
    for (const asset of [theirs, stored]) must(await world.call(rob.token, `GET /v1/assets/${asset}`), 200);
    expect((await world.call(rob.token, `DELETE /v1/assets/${theirs}`)).status).toBe(403);
    expect((await world.call(rob.token, `GET /v1/folders/${attic}`)).status).toBe(404);
    must(await change(ada.token, id, { remove: [stored] }), 200);
    expect((await world.call(rob.token, `GET /v1/assets/${stored}`)).status).toBe(404);
  });

  it("name the folder they live in to who sees it, and not to who was only given what is in them", async () => {
    const made = { folder: attic, name: "From the attic", assets: [theirs] };
    const { id } = must(await world.call<Shown>(ada.token, "POST /v1/collections", made), 201);
    await give(rob.id, "Can Contribute", { collection: id });
    const given = await world.call<Shown>(rob.token, `GET /v1/collections/${id}`);
    expect(must(given, 200)).toMatchObject({ folder: null, assets: [theirs] });
    const listed = await world.call(rob.token, "GET /v1/collections");
    expect(listed.text).toContain(id);
    expect(listed.text).not.toContain(attic);
    expect(must(await world.call(ada.token, `GET /v1/collections/${id}`), 200)).toMatchObject({
      folder: attic,
    });
  });

  it("show of what is in them what their reader may view", async () => {
    const { id } = await make("Mixed", [theirs, stored]);
    expect(must(await world.call<Shown>(cora.token, `GET /v1/collections/${id}`), 200).assets).toEqual([
      theirs,
    ]);
  });

  it("hold pictures of one workspace", async () => {
    const client = await world.folder(ada, "Client", ada.root, { workspace: true });
    const walled = await add("walled.png", client);
    const { id } = await make("Everything");
    expect((await change(ada.token, id, { add: [walled] })).body).toMatchObject({
      status: 400,
      code: "INVALID",
    });
  });
});

describe("people of a plan with five users", () => {
  it("[M1] the sixth is refused with used and limit", async () => {
    for (const username of ["four", "five"]) {
      must(await world.call(ada.token, "POST /v1/users", { username, name: username }), 201);
    }
    const sixth = await world.call(ada.token, "POST /v1/users", { username: "six", name: "Six" });
    expect(sixth.body).toMatchObject({ status: 409, code: "PLAN_LIMIT", what: "users", used: 5, limit: 5 });
  });

  it("[M1] without user management in the plan nobody is added, by an administrator either", async () => {
    const document = mixPresets([presetNamed("media-library")]);
    const preset = { ...document, plan: { features: [] } };
    const owner = { username: "eva", name: "Eva", email: null };
    const eva = await foundAccount(world.dependencies, { name: "Free", owner, preset });
    const added = await world.call(eva.token, "POST /v1/users", { username: "two", name: "Two" });
    expect(added.body).toMatchObject({ status: 403, code: "PLAN_FEATURE_MISSING" });
  });
});
