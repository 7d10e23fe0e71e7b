import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let bea: Person;
let summer: string;
let winter: string;

interface Made {
  key: { id: string; owner: string };
  token: string;
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  winter = await world.folder(ada, "Winter");
  bea = await world.person(ada, "bea", { permissions: ["asset.view"] });
});
afterAll(() => world.end());

const create = (token: string, body: object = {}) =>
  world.call<Made>(token, "POST /v1/keys", { name: "Mine", ...body });
const namesIn = async (token: string, parent: string) => {
  const answer = await world.call<{ items: { name: string }[] }>(token, `GET /v1/folders?parent=${parent}`);
  return must(answer, 200).items.map(({ name }) => name);
};

describe("keys", () => {
  it("of one's own are made, listed and revoked without a further right", async () => {
    const { key, token } = must(await create(bea.token), 201);
    expect(key).toEqual({
      id: expect.stringMatching(/^[0-9a-z]{20}$/),
      owner: bea.id,
      name: "Mine",
      permissions: null,
      folders: null,
      connections: null,
      until: null,
    });
    const listed = await world.call<{ items: unknown[] }>(token, "GET /v1/keys");
    expect(listed.body.items).toContainEqual(key);
    must(await world.call(bea.token, `DELETE /v1/keys/${key.id}`), 204);
    expect((await world.call(token, "GET /v1/me")).status).toBe(401);
    expect(await world.store.keySecrets.find(key.id)).toBeUndefined();
  });

  it("of others are for who manages keys", async () => {
    expect((await create(bea.token, { owner: ada.owner })).body).toMatchObject({ permission: "keys.manage" });
    expect((await world.call(bea.token, `GET /v1/keys?owner=${ada.owner}`)).status).toBe(403);
    expect((await world.call(bea.token, `DELETE /v1/keys/${ada.key}`)).status).toBe(404);
    const manager = await world.person(ada, "kay", { permissions: ["keys.manage"] });
    const foreign = await create(manager.token, { owner: bea.id });
    expect(foreign.body).toMatchObject({ status: 403, code: "ALL_ACCESS_NEEDED" });
    const { key } = must(await create(bea.token), 201);
    must(await world.call(manager.token, `DELETE /v1/keys/${key.id}`), 204);
  });

  it("cut down to a folder see it and what leads there, and no further", async () => {
    const narrow = must(await create(bea.token, { folders: [summer] }), 201).token;
    expect(await namesIn(bea.token, ada.root)).toEqual(["Summer", "Winter"]);
    expect(await namesIn(narrow, ada.root)).toEqual(["Summer"]);
    expect((await world.call(narrow, `GET /v1/folders/${winter}`)).status).toBe(404);
    const wider = await create(narrow);
    expect(wider.body).toMatchObject({ status: 403 });
  });

  it("make none that reach further than themselves", async () => {
    const views = must(await create(ada.token, { permissions: ["web-api.use", "asset.view"] }), 201).token;
    expect((await create(views)).body).toMatchObject({ status: 403, code: "BEYOND_OWN" });
    const less = await create(views, { permissions: ["asset.view"], folders: [summer] });
    expect(less.status).toBe(201);
  });

  it("name only folders, permissions and times that can be", async () => {
    expect((await create(bea.token, { folders: ["fld_none"] })).status).toBe(404);
    expect((await create(bea.token, { connections: ["con_none"] })).status).toBe(404);
    expect((await create(bea.token, { permissions: ["asset.veiw"] })).body).toMatchObject({
      code: "INVALID_REQUEST",
    });
    const until = new Date(world.clock.now).toISOString();
    expect((await create(bea.token, { until })).body).toMatchObject({ code: "INVALID_REQUEST" });
  });
});
