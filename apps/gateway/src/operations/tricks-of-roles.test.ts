import { mixPresets, presets } from "@gatefold/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStage, friday, monday, type Stage } from "../../test/tricks.ts";
import { createWorld, type World } from "../../test/world.ts";
import { type Founded, foundAccount } from "../account/founding.ts";

/** Ways to more than one's own rights by roles, groups and people: each is tried and refused, and beside it what looks like it and is honest. */

let world: World;
let ada: Founded;
let stage: Stage;

/** What a lead of a folder has. */
const lead = ["asset.view", "grants.manage", "access.explain"];

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found("Aurora", { features: ["connectors"], limits: {} });
  stage = createStage(world, ada);
});
afterAll(() => world.end());

describe("by a role", () => {
  const maker = ["roles.manage", "asset.view"];

  test("one who holds less does not edit what its holders may, or where", async () => {
    const [folder, max] = [await stage.folder(), await stage.person([maker])];
    const role = await stage.role(["asset.view"], { folders: [folder] });
    await stage.give({ user: (await stage.person()).id, role });
    const replace = (body: object) =>
      world.call(max.token, `PUT /v1/roles/${role}`, { name: `Edited ${role}`, ...body });
    await stage.refused("BEYOND_OWN", () =>
      replace({ permissions: ["asset.view", "asset.delete"], folders: [folder] }),
    );
    await stage.refused("BEYOND_OWN", () => replace({ allAccess: true, folders: [folder] }));
    const blind = await stage.person([["roles.manage"]]);
    await stage.refused("BEYOND_OWN", () =>
      world.call(blind.token, `PUT /v1/roles/${role}`, { name: "Wider", permissions: ["asset.view"] }),
    );
    await stage.done(replace({ permissions: ["asset.view"], folders: "all" }));
    await stage.done(replace({ permissions: [] }));
  });

  test("what everybody gets who makes a thing is said by nobody who could not give it", async () => {
    const manager = await stage.person([["account.manage", "roles.manage", "asset.view"]]);
    const contributor = await stage.role(["asset.create", "asset.edit"]);
    await stage.refused("ALL_ACCESS_NEEDED", () =>
      stage.patch(manager, "account", { creatorRole: contributor }),
    );
    await stage.done(stage.patch(ada, "account", { creatorRole: contributor }));
    await stage.refused("ALL_ACCESS_NEEDED", () =>
      world.call(manager.token, `PUT /v1/roles/${contributor}`, { name: "More", permissions: ["asset.*"] }),
    );
    await stage.done(stage.patch(ada, "account", { creatorRole: null }));
  });

  test("a copy of a wider role is nobody's until somebody who holds it gives it", async () => {
    const folder = await stage.folder();
    const max = await stage.person([[...maker, ...lead]]);
    const copy = (await stage.done(stage.post(max, `roles/${ada.role}/copy`, { name: "Owner too" }))).id;
    await stage.refused("BEYOND_OWN", () =>
      stage.post(max, "grants", { user: max.id, role: copy, folders: [folder] }),
    );
    const own = await stage.role(["asset.view"]);
    await stage.give({ user: max.id, role: own });
    await stage.refused("BEYOND_OWN", () =>
      world.call(max.token, `DELETE /v1/roles/${own}?replacement=${copy}`),
    );
    const mine = (await stage.done(stage.post(max, `roles/${own}/copy`, { name: "Mine" }))).id;
    await stage.done(stage.post(max, "grants", { user: max.id, role: mine, folders: [folder] }));
  });

  test("a role that goes hands its holders no more than who deletes it has", async () => {
    const max = await stage.person([[...maker, ...lead]]);
    const holder = await stage.person();
    const [narrow, wide] = [
      await stage.role(["asset.view"]),
      await stage.role(["asset.view", "asset.delete"]),
    ];
    await stage.give({ user: holder.id, role: narrow, until: friday });
    const replace = (other: string) =>
      world.call(max.token, `DELETE /v1/roles/${narrow}?replacement=${other}`);
    await stage.refused("BEYOND_OWN", () => replace(wide));
    await stage.done(replace(await stage.role(["asset.view"])));
    world.clock.now += 8 * 24 * 3_600_000;
    expect(await stage.may(holder, "asset.view", ada.root)).toBe(false);
    world.clock.now -= 8 * 24 * 3_600_000;
  });

  test("a role without rights, given first and filled later, is filled by nobody who lacks them", async () => {
    const max = await stage.person([[...maker, ...lead]]);
    const role = await stage.role([]);
    await stage.done(stage.post(max, "grants", { user: max.id, role }));
    const fill = (permissions: string[]) =>
      world.call(max.token, `PUT /v1/roles/${role}`, { name: `Filled ${role}`, permissions });
    await stage.refused("BEYOND_OWN", () => fill(["asset.delete"]));
    await stage.refused("BEYOND_OWN", () => fill(["asset.*"]));
    await stage.done(fill(["asset.view"]));
  });

  test("other names of a permission name none in a role, a key or an override", async () => {
    const owner = { username: "eve", name: "Eve", email: null };
    const eve = await foundAccount(world.dependencies, { name: "Alias", owner, preset: mixPresets(presets) });
    const permissions = ["upload-files"];
    expect((await stage.post(eve, "roles", { name: "By alias", permissions })).status).toBe(400);
    expect((await stage.post(eve, "keys", { name: "By alias", permissions })).status).toBe(400);
    const override = { user: eve.owner, effect: "allow", permission: "upload-files" };
    expect((await stage.post(eve, "overrides", override)).status).toBe(400);
    await stage.done(stage.post(eve, "roles", { name: "By name", permissions: ["asset.create"] }));
  });
});

describe("by a group, or a person", () => {
  test("who runs people does not join a group that holds more, nor by leaving one first", async () => {
    const folder = await stage.folder();
    const una = await stage.person([["users.manage", "asset.view"]]);
    const [admins, viewers] = [await stage.group(), await stage.group(una)];
    await stage.give({ group: admins, role: ada.role });
    await stage.give({ group: viewers, role: await stage.role(["asset.view"]), folders: [folder] });
    const into = (group: string, body: object) => stage.patch(una, `groups/${group}`, body);
    await stage.refused("BEYOND_OWN", () => into(admins, { add: [una.id] }));
    await stage.done(into(viewers, { remove: [una.id] }));
    await stage.refused("BEYOND_OWN", () => into(admins, { add: [una.id] }));
    await stage.done(into(viewers, { add: [una.id] }));
  });

  test("a group is not first joined and then given more", async () => {
    const folder = await stage.folder();
    const una = await stage.person([["users.manage"]], [lead, [folder]]);
    const group = await stage.group();
    await stage.done(stage.patch(una, `groups/${group}`, { add: [una.id] }));
    const give = (role: string) => stage.post(una, "grants", { group, role, folders: [folder] });
    const [wide, narrow] = [await stage.role(["asset.delete"]), await stage.role(["asset.view"])];
    await stage.refused("BEYOND_OWN", () => give(wide));
    await stage.done(give(narrow));
  });

  test("who runs people does not let in somebody suspended who holds more", async () => {
    const una = await stage.person([["users.manage", "asset.view"]]);
    const admin = await stage.person();
    await stage.give({ user: admin.id, role: ada.role });
    const viewer = await stage.person([["asset.view"]]);
    for (const { id } of [admin, viewer]) {
      await stage.done(stage.patch(ada, `users/${id}`, { status: "suspended" }));
    }
    const admit = (id: string) => stage.patch(una, `users/${id}`, { status: "active" });
    await stage.refused("BEYOND_OWN", () => admit(admin.id));
    await stage.done(stage.post(ada, "grants", { user: una.id, role: await stage.role(["web-api.use"]) }));
    await stage.done(admit(viewer.id));
  });

  test("nobody takes another's name", async () => {
    const una = await stage.person([["users.manage"]]);
    await stage.refused("NAME_TAKEN", () => stage.patch(una, `users/${una.id}`, { username: "ada" }));
    await stage.refused("NAME_TAKEN", () => stage.patch(una, `users/${una.id}`, { username: " ADA " }));
    await stage.done(stage.patch(una, `users/${una.id}`, { username: "ada2" }));
  });

  test("the last person of all access stays, whichever way he would go", async () => {
    const lone = await world.found("Lone");
    const call = (line: string, body?: object) => world.call(lone.token, line, body);
    const { items } = await stage.done(
      world.call<{ items: { id: string; role: string }[] }>(lone.token, `GET /v1/grants?user=${lone.owner}`),
    );
    const grant = items.find(({ role }) => role === lone.role)?.id;
    const attempts: [string, object?][] = [
      [`POST /v1/grants/${grant}/end`, {}],
      [`PATCH /v1/users/${lone.owner}`, { status: "suspended" }],
      [`PUT /v1/roles/${lone.role}`, { name: "Owner", allAccess: true, folders: [lone.root] }],
      [`PUT /v1/roles/${lone.role}`, { name: "Owner", permissions: ["asset.*"] }],
      ["POST /v1/overrides", { user: lone.owner, effect: "deny", permission: "billing.view" }],
      ["POST /v1/overrides", { user: lone.owner, effect: "deny", permission: "*", from: monday }],
    ];
    for (const [line, body] of attempts)
      expect((await call(line, body)).body).toMatchObject({ code: "LAST_ADMIN" });
    const next = (await call("POST /v1/users", { username: "next", name: "Next" })).body as { id: string };
    await stage.done(call("POST /v1/grants", { user: next.id, role: lone.role }));
    await stage.done(call(`POST /v1/grants/${grant}/end`, {}));
  });
});
