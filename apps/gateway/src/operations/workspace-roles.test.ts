import { mixPresets, presetNamed } from "@gatefold/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import { type Founded, foundAccount } from "../account/founding.ts";

interface Row {
  readonly id: string;
  readonly name: string;
}
interface Grant {
  readonly id: string;
  readonly role: string;
  readonly folders: readonly string[] | null;
  readonly until: string | null;
  readonly livesBy: string | null;
}

let world: World;
let ada: Founded;
let admin: Person;
let maker: Person;
let workspace: string;
const roles = new Map<string, string>();

/** The creative workspace as shipped, with an Admin and a Creative of one workspace. */
beforeAll(async () => {
  world = await createWorld();
  const owner = { username: "ada", name: "Ada", email: null };
  const preset = mixPresets([presetNamed("creative-workspace")]);
  ada = await foundAccount(world.dependencies, { name: "Brands", owner, preset });
  for (const { id, name } of await listed("roles")) roles.set(name, id);
  workspace = (await listed(`folders?parent=${ada.root}`))[0]?.id ?? "";
  admin = await world.person(ada, "ann");
  maker = await world.person(ada, "max");
  await give(admin.id, "Admin", { folders: [workspace] });
  await give(maker.id, "Creative", { folders: [workspace], until: "2099-01-01T00:00:00.000Z" });
});
afterAll(() => world.end());

const listed = async (path: string) =>
  must(await world.call<{ items: Row[] }>(ada.token, `GET /v1/${path}`), 200).items;
const give = async (user: string, role: string, narrowed: object) =>
  must(
    await world.call<Row>(ada.token, "POST /v1/grants", { user, role: roles.get(role), ...narrowed }),
    201,
  );
const grantsOf = async (user: string) =>
  must(await world.call<{ items: Grant[] }>(ada.token, `GET /v1/grants?user=${user}`), 200).items;
const copied = async (role: string, name: string) =>
  must(await world.call<Row>(ada.token, `POST /v1/roles/${roles.get(role)}/copy`, { name }), 201).id;
const remove = (token: string, role: string, replacement?: string) =>
  world.call(
    token,
    `DELETE /v1/roles/${role}${replacement === undefined ? "" : `?replacement=${replacement}`}`,
  );

describe("roles in a workspace", () => {
  it("[A1] everybody comes with a login of his own, and the journal says who did what", async () => {
    const before = await world.store.journal.head(ada.account);
    must(await world.call(admin.token, "POST /v1/folders", { parent: workspace, name: "Ann's" }), 201);
    must(await world.call(maker.token, "POST /v1/folders", { parent: workspace, name: "Max's" }), 201);
    const entries = await world.store.journal.read(ada.account, { after: before.seq, limit: 10 });
    expect(entries.map(({ principal }) => principal.user)).toEqual([admin.id, maker.id]);
    expect(must(await world.call(maker.token, "GET /v1/me"), 200)).toMatchObject({
      user: { username: "max" },
    });
  });

  it("[C1] only an Admin changes permissions, and in his workspace alone", async () => {
    const body = { user: maker.id, role: roles.get("Client"), folders: [workspace] };
    expect((await world.call(maker.token, "POST /v1/grants", body)).body).toMatchObject({
      status: 403,
      permission: "grants.manage",
    });
    must(await world.call(admin.token, "POST /v1/grants", body), 201);
    const other = await world.folder(ada, "Other", ada.root, { workspace: true });
    const elsewhere = { ...body, folders: [other] };
    expect((await world.call(admin.token, "POST /v1/grants", elsewhere)).status).toBe(404);
    expect((await world.call(admin.token, "POST /v1/roles", { name: "Mine" })).status).toBe(403);
  });
});

describe("a role that goes", () => {
  it("[C3] is copied with all it gives, and held by nobody then", async () => {
    const copy = await copied("Media", "Media, copied");
    const shown = async (id: string) => must(await world.call(ada.token, `GET /v1/roles/${id}`), 200);
    const { id: _one, name: _first, ...original } = await shown(roles.get("Media") ?? "");
    const { id: _other, name, ...same } = await shown(copy);
    expect([name, same]).toEqual(["Media, copied", original]);
    must(await remove(ada.token, copy), 204);
    const taken = await world.call(ada.token, `POST /v1/roles/${roles.get("Media")}/copy`, {
      name: "Client",
    });
    expect(taken.body).toMatchObject({ status: 409, code: "NAME_TAKEN" });
  });

  it("[C3] asks where its holders go, and takes them there in one write", async () => {
    const creative = roles.get("Creative") ?? "";
    const asked = await remove(ada.token, creative);
    expect(asked.body).toMatchObject({ status: 409, code: "IN_USE", held: 1 });
    expect(JSON.stringify(asked.body)).toContain("replacement");

    const copy = await copied("Creative", "Makers");
    const before = await world.store.journal.head(ada.account);
    must(await remove(ada.token, creative, copy), 204);
    const entries = await world.store.journal.read(ada.account, { after: before.seq, limit: 10 });
    expect(entries.map(({ event }) => event.type)).toEqual(["grant.given", "grant.ended", "role.deleted"]);
    expect(await grantsOf(maker.id)).toContainEqual(
      expect.objectContaining({ role: copy, folders: [workspace], until: "2099-01-01T00:00:00.000Z" }),
    );
    expect((await world.call(ada.token, `GET /v1/roles/${creative}`)).status).toBe(404);
    must(await world.call(maker.token, "POST /v1/folders", { parent: workspace, name: "Still" }), 201);
  });

  it("can't be replaced by itself, by none that is there, or by what its remover does not hold", async () => {
    const media = roles.get("Media") ?? "";
    await give(maker.id, "Media", { folders: [workspace] });
    expect((await remove(ada.token, media, media)).body).toMatchObject({ status: 400, code: "INVALID" });
    expect((await remove(ada.token, media, "rol_nothing")).status).toBe(404);
    const keeper = await world.person(ada, "kim", {
      permissions: ["roles.manage", "grants.manage", "access.explain"],
    });
    expect((await remove(keeper.token, media, roles.get("Admin"))).body).toMatchObject({ status: 403 });
    expect((await world.call(ada.token, `GET /v1/roles/${media}`)).status).toBe(200);
  });

  it("takes along what lives by it and what creators get, and leaves what is over behind", async () => {
    const make = async (name: string, permissions: string[]) =>
      must(await world.call<Row>(ada.token, "POST /v1/roles", { name, permissions }), 201).id;
    const [old, next] = [await make("Old", ["folder.*", "asset.view"]), await make("Next", ["folder.*"])];
    must(await world.call(ada.token, "PATCH /v1/account", { creatorRole: old }), 200);
    const soon = new Date(world.clock.now + 1000).toISOString();
    const user = (await world.person(ada, "zoe")).id;
    for (const narrowed of [{ folders: [workspace] }, { folders: [workspace], until: soon }]) {
      must(await world.call(ada.token, "POST /v1/grants", { user, role: old, ...narrowed }), 201);
    }
    world.clock.now += 5000;
    must(await remove(ada.token, old, next), 204);
    const moved = (await grantsOf(user)).filter(({ role }) => role === next);
    expect(moved).toEqual([expect.objectContaining({ folders: [workspace], until: null })]);
    expect(must(await world.call(ada.token, "GET /v1/account"), 200)).toMatchObject({ creatorRole: next });
  });
});
