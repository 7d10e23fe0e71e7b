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
      lastUsed: null,
    });
    const listed = await world.call<{ items: unknown[] }>(token, "GET /v1/keys");
    expect(listed.body.items).toContainEqual({ ...key, lastUsed: new Date(world.clock.now).toISOString() });
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

const opens = async (token: string) => (await world.call(token, "GET /v1/me")).status === 200;

describe("a key that is rolled", () => {
  interface Rolled extends Made {
    previousUntil: string;
  }
  const roll = (by: string, id: string, body: object = {}) =>
    world.call<Rolled>(by, `POST /v1/keys/${id}/roll`, body);

  it("opens with both secrets until the overlap ends, and then with the new one alone", async () => {
    const { key, token } = must(await create(bea.token), 201);
    const rolled = must(await roll(token, key.id, { overlapSeconds: 60 }), 200);
    expect(rolled.key.id).toBe(key.id);
    expect(rolled.previousUntil).toBe(new Date(world.clock.now + 60_000).toISOString());
    expect([await opens(token), await opens(rolled.token)]).toEqual([true, true]);
    world.clock.now += 59_999;
    expect(await opens(token)).toBe(true);
    world.clock.now += 1;
    expect([await opens(token), await opens(rolled.token)]).toEqual([false, true]);
  });

  it("loses the secret before last at once, and with no overlap the last one too", async () => {
    const { key, token } = must(await create(bea.token), 201);
    const second = must(await roll(bea.token, key.id), 200).token;
    const third = must(await roll(bea.token, key.id), 200).token;
    expect([await opens(token), await opens(second), await opens(third)]).toEqual([false, true, true]);
    const last = must(await roll(bea.token, key.id, { overlapSeconds: 0 }), 200).token;
    expect([await opens(third), await opens(last)]).toEqual([false, true]);
  });

  it("gives nobody more than making it would: not a wider key by a narrow one, nor another person's", async () => {
    const narrow = must(await create(bea.token, { folders: [summer] }), 201);
    const wide = must(await create(bea.token), 201);
    expect((await roll(narrow.token, wide.key.id)).body).toMatchObject({ status: 403 });
    const manager = await world.person(ada, "kim", { permissions: ["keys.manage"] });
    expect((await roll(manager.token, wide.key.id)).body).toMatchObject({ code: "ALL_ACCESS_NEEDED" });
    expect((await roll(bea.token, ada.key)).status).toBe(404);
  });

  it("of a service is for who holds what the service may", async () => {
    const made = await world.call<{ id: string }>(ada.token, "POST /v1/users", {
      username: "bot",
      name: "Bot",
      kind: "service",
    });
    const bot = must(made, 201).id;
    const found = await world.call<{ items: { id: string; allAccess: boolean }[] }>(
      ada.token,
      "GET /v1/roles?limit=200",
    );
    const role = must(found, 200).items.find(({ allAccess }) => allAccess)?.id;
    must(await world.call(ada.token, "POST /v1/grants", { user: bot, role }), 201);
    const { key, token } = must(await create(ada.token, { owner: bot }), 201);
    const manager = await world.person(ada, "kit", { permissions: ["keys.manage"] });
    const refused = await roll(manager.token, key.id);
    expect(refused.body).toMatchObject({ status: 403, code: "BEYOND_OWN" });
    expect(await opens(token)).toBe(true);
    expect((await roll(ada.token, key.id)).status).toBe(200);
  });

  it("is told of in the journal, without its secret", async () => {
    const { key } = must(await create(bea.token), 201);
    const { token } = must(await roll(bea.token, key.id), 200);
    const journal = await world.call(ada.token, "GET /v1/journal?limit=3");
    expect(journal.text).toContain('"key.rolled"');
    expect(journal.text).not.toContain(token.slice(-43));
  });
});

it("when a key was last used is kept over a restart, and a request waits for no write of it", async () => {
  const { key, token } = must(await create(bea.token), 201);
  must(await world.call(token, "GET /v1/me"), 200);
  expect((await world.store.keySecrets.lastUses(ada.account, [key.id])).size).toBe(0);
  await world.running.gateway.services.keyUses.flush();
  expect((await world.store.keySecrets.lastUses(ada.account, [key.id])).get(key.id)).toBe(world.clock.now);
});
