import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caller, createWorld, must, serve, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let summer: string;
let role: string;

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  role = await make("/v1/roles", { name: "Viewer", permissions: ["asset.view"] });
});
afterAll(() => world.end());

const make = async (path: string, body: object) =>
  must(await world.call<{ id: string }>(ada.token, `POST ${path}`, body), 201).id;

/** Somebody with all that can be said of somebody, each text with a word of its own. */
async function plant(visitor: string): Promise<{ id: string; token: string }> {
  // Roles are named after who they were made for, and roles' names are nobody's.
  const person = await world.person(ada, visitor, { permissions: ["asset.view"] });
  const { id } = person;
  const names = { username: "plantedlogin", name: "Planteda Plantedson", email: "planted@example.org" };
  must(await world.call(ada.token, `PATCH /v1/users/${id}`, names), 200);
  const reason = "Plantedreason";
  const first = await make("/v1/grants", { user: id, role, folders: [summer], reason });
  must(await world.call(ada.token, `POST /v1/grants/${first}/end`, { reason: "Plantedend" }), 200);
  await make("/v1/grants", { user: id, role, folders: [summer], reason });
  const override = { user: id, effect: "deny", permission: "asset.edit", folder: summer, reason };
  await make("/v1/overrides", override);
  must(await world.call(ada.token, "POST /v1/keys", { name: "Plantedkey", owner: id }), 201);
  return person;
}

async function filesThatHold(word: RegExp): Promise<string[]> {
  const files = (await readdir(world.files, { recursive: true, withFileTypes: true })).filter((file) =>
    file.isFile(),
  );
  const held = await Promise.all(
    files.map(async ({ parentPath, name }) =>
      word.test(await readFile(join(parentPath, name), "latin1")) ? [name] : [],
    ),
  );
  return held.flat();
}

describe("a person who is erased", () => {
  it("is in no file, list or export any more, on no node; the chain is whole and an id is left", async () => {
    const other = await serve(world.dependencies);
    const atOther = caller(() => other.apiUrl);
    await atOther(ada.token, "GET /v1/me");
    const planted = await plant("visitor");
    expect(await filesThatHold(/planted/i)).not.toEqual([]);
    const line = `DELETE /v1/users/${planted.id}`;
    const { body } = await world.call<{ username: string }>(ada.token, line);
    const left = { id: planted.id, name: "Erased person", email: null, kind: "person", status: "suspended" };
    expect(body).toMatchObject(left);
    expect(body.username).toMatch(/^erased-[0-9a-z]+$/);
    expect((await world.call(planted.token, "GET /v1/me")).status).toBe(401);

    expect(await filesThatHold(/planted/i)).toEqual([]);
    for (const what of ["journal", "acts"]) {
      const headers = { authorization: `Bearer ${ada.token}` };
      const lines = await (await fetch(`${world.running.apiUrl}/v1/export/${what}`, { headers })).text();
      expect(lines).not.toMatch(/planted/i);
    }
    expect(must(await world.call(ada.token, "POST /v1/journal/verify"), 200)).toMatchObject({ ok: true });
    const state = (await world.store.journal.load(ada.account)).state;
    for (const index of ["grantsOfUser", "overridesOf", "keysOf", "groupsOf"] as const) {
      expect(state.find(index, planted.id)).toEqual([]);
    }

    world.clock.now += 1000;
    expect((await atOther(ada.token, `GET /v1/users/${planted.id}`)).body).toEqual(body);
    await other.gateway.close();
  });

  it("can be erased once more, and another beside him", async () => {
    const second = await plant("visitor2");
    const third = await world.person(ada, "third", {});
    for (const { id } of [second, third, second]) {
      expect(await world.call(ada.token, `DELETE /v1/users/${id}`)).toMatchObject({ status: 200 });
    }
    expect(await filesThatHold(/planted/i)).toEqual([]);
  });

  it("is not the last one with all access, and is erased by who may only", async () => {
    const line = `DELETE /v1/users/${ada.owner}`;
    expect(await world.call(ada.token, line)).toMatchObject({ status: 409, body: { code: "LAST_ADMIN" } });
    const bea = await world.person(ada, "bea", { permissions: ["asset.view"] });
    expect(await world.call(bea.token, line)).toMatchObject({ status: 403 });
    expect(await world.call(ada.token, "DELETE /v1/users/usr_nobody")).toMatchObject({ status: 404 });
    expect((await world.call(ada.token, "GET /v1/me")).status).toBe(200);
  });
});
