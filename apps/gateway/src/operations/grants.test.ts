import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { upload } from "../../test/uploads.ts";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let giver: Person;
let bea: Person;
let summer: string;
let raw: string;
let winter: string;
let viewer: string;
let editor: string;

interface Grant {
  id: string;
  user: string;
  role: string;
}

const role = async (name: string, permissions: string[], more: object = {}) =>
  must(await world.call<{ id: string }>(ada.token, "POST /v1/roles", { name, permissions, ...more }), 201).id;
const give = (token: string, body: object) => world.call<Grant>(token, "POST /v1/grants", body);
const sees = async (person: Person, folder: string) =>
  (await world.call(person.token, `GET /v1/folders/${folder}`)).status === 200;

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  raw = await world.folder(ada, "Raw", summer);
  winter = await world.folder(ada, "Winter");
  const rights = ["asset.view", "asset.download", "grants.manage", "access.explain"];
  giver = await world.person(ada, "gil", { permissions: rights, folders: [summer] });
  bea = await world.person(ada, "bea");
  viewer = await role("Viewer", ["asset.view"]);
  editor = await role("Editor", ["asset.view", "asset.edit"]);
});
afterAll(() => world.end());

const of = (person: Person) => `&user=${person.id}`;

describe("giving a role", () => {
  it("works at once, until its end, and until it is ended", async () => {
    expect(await sees(bea, summer)).toBe(false);
    const until = new Date(world.clock.now + 60_000).toISOString();
    const body = { user: bea.id, role: viewer, folders: [summer], until, reason: "till tonight" };
    const given = await give(giver.token, body);
    expect(given.status).toBe(201);
    expect(given.body).toEqual({
      ...body,
      livesBy: null,
      id: expect.stringMatching(/^gra_/),
      group: null,
      asset: null,
      collection: null,
      from: null,
      givenBy: giver.id,
    });
    expect(await sees(bea, summer)).toBe(true);
    expect(await sees(bea, winter)).toBe(false);
    world.clock.now += 60_000;
    expect(await sees(bea, summer)).toBe(false);

    const again = must(await give(giver.token, { user: bea.id, role: viewer, folders: [raw] }), 201);
    expect(await sees(bea, raw)).toBe(true);
    const ended = await world.call(giver.token, `POST /v1/grants/${again.id}/end`, { reason: "done" });
    expect(ended.body).toMatchObject({ id: again.id });
    expect(await sees(bea, raw)).toBe(false);
    expect((await world.call(giver.token, `POST /v1/grants/${again.id}/end`, {})).status).toBe(404);
  });

  it("is for who may give roles at each of the places", async () => {
    const wide = await give(giver.token, { user: bea.id, role: viewer });
    expect(wide.body).toMatchObject({ status: 403, permission: "grants.manage" });
    const both = await give(giver.token, { user: bea.id, role: viewer, folders: [summer, winter] });
    expect(both.body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const viewing = await world.person(ada, "vic", { permissions: ["asset.view"] });
    const refused = await give(viewing.token, { user: bea.id, role: viewer, folders: [summer] });
    expect(refused.body).toMatchObject({
      status: 403,
      code: "NO_GRANT",
      permission: "grants.manage",
      at: summer,
    });
  });

  it("gives nothing that the giver does not hold there himself", async () => {
    const answer = await give(giver.token, { user: bea.id, role: editor, folders: [summer] });
    expect(answer.body).toMatchObject({
      status: 403,
      code: "BEYOND_OWN",
      permission: "asset.edit",
      at: summer,
    });
    expect(answer.body).not.toHaveProperty("by");
  });

  it("reaches one asset and nothing above it", async () => {
    const { id: asset } = await upload(world, ada.token, winter, "one.png", await samplePicture());
    must(await give(ada.token, { user: bea.id, role: viewer, asset }), 201);
    expect((await world.call(bea.token, `GET /v1/assets/${asset}`)).status).toBe(200);
    expect(await sees(bea, winter)).toBe(false);
  });

  it("to nobody, to two, or narrowed twice is refused", async () => {
    for (const body of [
      { role: viewer },
      { user: bea.id, group: "grp_1", role: viewer },
      { user: bea.id, role: viewer, folders: [summer], asset: "ast_1" },
      { user: bea.id, role: viewer, folders: [] },
    ]) {
      expect((await give(ada.token, body)).body).toMatchObject({ status: 400, code: "INVALID_REQUEST" });
    }
  });

  it("of an unknown role or to an unknown user reads as missing", async () => {
    for (const body of [
      { user: "usr_none", role: viewer, folders: [summer] },
      { user: bea.id, role: "rol_none", folders: [summer] },
    ]) {
      expect((await give(giver.token, body)).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });
});

describe("grants", () => {
  it("are listed where they reach, to who may explain access there", async () => {
    const list = async (token: string, query: string) => {
      const answer = await world.call<{ items: Grant[] }>(token, `GET /v1/grants?limit=200${query}`);
      return must(answer, 200).items.map((grant) => grant.role);
    };
    const narrow = await role("Narrow", ["asset.view"], { folders: [winter] });
    must(await give(ada.token, { user: bea.id, role: narrow }), 201);
    const { id } = must(await give(ada.token, { user: bea.id, role: editor, folders: [summer] }), 201);

    expect(await list(giver.token, `&at=${raw}${of(bea)}`)).toContain(editor);
    expect(await list(giver.token, `&at=${raw}${of(bea)}`)).not.toContain(narrow);
    expect(await list(ada.token, `&at=${winter}${of(bea)}`)).toContain(narrow);
    expect(await list(ada.token, of(bea))).toEqual(expect.arrayContaining([editor, narrow]));
    must(await world.call(ada.token, `POST /v1/grants/${id}/end`, {}), 200);
    expect(await list(giver.token, `&at=${raw}${of(bea)}`)).not.toContain(editor);
  });

  it("of the whole account are for who may explain access everywhere", async () => {
    const answer = await world.call(giver.token, "GET /v1/grants");
    expect(answer.body).toMatchObject({ status: 403, permission: "access.explain", at: null });
    const everywhere = await world.person(ada, "eve", { permissions: ["access.explain", "asset.view"] });
    expect((await world.call(everywhere.token, "GET /v1/grants")).status).toBe(200);
    await world.folder(ada, "Vault", ada.root, { restricted: true });
    expect((await world.call(everywhere.token, "GET /v1/grants")).status).toBe(403);
  });

  it("that are hidden read as missing to who would end them", async () => {
    const { id } = must(await give(ada.token, { user: bea.id, role: viewer, folders: [winter] }), 201);
    const answer = await world.call(giver.token, `POST /v1/grants/${id}/end`, {});
    expect(answer.body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const viewing = await world.person(ada, "val", { permissions: ["asset.view"] });
    expect((await world.call(viewing.token, `POST /v1/grants/${id}/end`, {})).status).toBe(404);
  });
});
