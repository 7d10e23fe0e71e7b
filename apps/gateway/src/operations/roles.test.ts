import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let maker: Person;
let giver: Person;
let summer: string;
let winter: string;

interface Role {
  id: string;
  name: string;
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  winter = await world.folder(ada, "Winter");
  maker = await world.person(ada, "max", { permissions: ["roles.manage", "asset.view"] });
  giver = await world.person(ada, "gil", {
    permissions: ["grants.manage", "access.explain"],
    folders: [summer],
  });
});
afterAll(() => world.end());

const create = (token: string, body: object) => world.call<Role>(token, "POST /v1/roles", body);

describe("roles", () => {
  it("are made, read, replaced and deleted", async () => {
    const made = must(
      await create(ada.token, { name: "Designer", permissions: ["asset.*"], folders: [summer] }),
      201,
    );
    expect(made).toEqual({
      id: expect.stringMatching(/^rol_/),
      name: "Designer",
      description: "",
      permissions: ["asset.*"],
      folders: [summer],
      allAccess: false,
      feature: null,
    });
    const line = `/v1/roles/${made.id}`;
    expect(must(await world.call(ada.token, `GET ${line}`), 200)).toEqual(made);
    const replaced = must(
      await world.call(ada.token, `PUT ${line}`, { name: "Designer", permissions: [] }),
      200,
    );
    expect(replaced).toMatchObject({ id: made.id, permissions: [], folders: "all" });
    must(await world.call(ada.token, `DELETE ${line}`), 204);
    expect((await world.call(ada.token, `GET ${line}`)).status).toBe(404);
  });

  it("are listed to who makes them, and to who gives them at a place", async () => {
    const names = async (token: string, query = "") => {
      const answer = await world.call<{ items: Role[] }>(token, `GET /v1/roles?limit=200${query}`);
      return must(answer, 200).items.map(({ name }) => name);
    };
    expect(await names(maker.token)).toContain("Owner");
    expect(await names(giver.token, `&at=${summer}`)).toEqual(await names(maker.token));
    const elsewhere = await world.call(giver.token, "GET /v1/roles");
    expect(elsewhere.body).toMatchObject({ status: 403, permission: "roles.manage" });
  });

  it("can be made of anything by who makes roles, since a role nobody holds gives nothing", async () => {
    expect((await create(maker.token, { name: "Bold", permissions: ["asset.delete"] })).status).toBe(201);
    expect((await create(giver.token, { name: "Mine" })).body).toMatchObject({ permission: "roles.manage" });
  });

  it("can't be widened by who does not hold what their holders would gain", async () => {
    const role = must(await create(ada.token, { name: "Viewer", permissions: ["asset.view"] }), 201);
    must(await world.call(ada.token, "POST /v1/grants", { user: giver.id, role: role.id }), 201);
    const widened = await world.call(maker.token, `PUT /v1/roles/${role.id}`, {
      name: "Viewer",
      permissions: ["asset.view", "asset.delete"],
    });
    expect(widened.body).toMatchObject({ status: 403, code: "BEYOND_OWN", permission: "asset.delete" });
    const kept = await world.call(ada.token, `GET /v1/roles/${role.id}`);
    expect(kept.body).toMatchObject({ permissions: ["asset.view"] });
  });

  it("can't name a folder their maker does not see", async () => {
    const blind = await world.person(ada, "bo", { permissions: ["roles.manage"] });
    const answer = await create(blind.token, { name: "Blind", folders: [winter] });
    expect(answer.body).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});
