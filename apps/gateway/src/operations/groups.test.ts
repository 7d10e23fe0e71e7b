import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let bea: Person;
let folder: string;

interface Group {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  bea = await world.person(ada, "bea");
  folder = await world.folder(ada, "Summer");
});
afterAll(() => world.end());

const make = (body: object, token = ada.token) => world.call<Group>(token, "POST /v1/groups", body);
const change = ({ id }: Group, body: object, token = ada.token) =>
  world.call<Group>(token, `PATCH /v1/groups/${id}`, body);
const sees = async () => (await world.call(bea.token, `GET /v1/folders/${folder}`)).status === 200;

test("who is in a group holds what it is given, until he leaves, or it ends", async () => {
  const studio = must(await make({ name: "Studio", members: [bea.id, bea.id] }), 201);
  expect(studio).toEqual({ id: expect.stringMatching(/^grp_/), name: "Studio", members: [bea.id] });
  const role = { name: "Viewer", permissions: ["asset.view"] };
  const viewer = must(await world.call<{ id: string }>(ada.token, "POST /v1/roles", role), 201).id;
  const grant = { group: studio.id, role: viewer, folders: [folder] };
  must(await world.call(ada.token, "POST /v1/grants", grant), 201);
  expect(await sees()).toBe(true);
  expect(must(await change(studio, { name: "Desk", remove: [bea.id] }), 200)).toMatchObject({
    name: "Desk",
    members: [],
  });
  expect(await sees()).toBe(false);
  must(await change(studio, { add: [bea.id, ada.owner] }), 200);
  expect(await sees()).toBe(true);
  const listed = must(await world.call<{ items: Group[] }>(ada.token, "GET /v1/groups"), 200).items;
  expect(listed).toEqual([{ id: studio.id, name: "Desk", members: [bea.id, ada.owner] }]);
  must(await world.call(ada.token, `DELETE /v1/groups/${studio.id}`), 204);
  expect(await sees()).toBe(false);
  expect((await world.call(ada.token, `GET /v1/groups/${studio.id}`)).status).toBe(404);
});

test("groups have names of their own, and members that are there", async () => {
  const first = must(await make({ name: "First" }), 201);
  expect((await make({ name: "first" })).body).toMatchObject({ status: 409, code: "NAME_TAKEN" });
  const second = must(await make({ name: "Second" }), 201);
  expect((await change(second, { name: "FIRST" })).body).toMatchObject({ code: "NAME_TAKEN" });
  expect((await make({ name: "Third", members: ["usr_nobody"] })).status).toBe(404);
  expect((await change(first, { add: ["usr_nobody"] })).status).toBe(404);
  expect((await change(first, { remove: ["usr_nobody"] })).body).toEqual(first);
});

test("groups are for who runs the account's people", async () => {
  const group = must(await make({ name: "Closed" }), 201);
  const answers = [
    await world.call(bea.token, "GET /v1/groups"),
    await world.call(bea.token, `GET /v1/groups/${group.id}`),
    await make({ name: "Mine" }, bea.token),
    await change(group, { add: [bea.id] }, bea.token),
    await world.call(bea.token, `DELETE /v1/groups/${group.id}`),
  ];
  for (const { body } of answers) expect(body).toMatchObject({ status: 403, permission: "users.manage" });
});
