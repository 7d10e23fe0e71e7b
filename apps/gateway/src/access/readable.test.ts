import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStage, type Stage } from "../../test/tricks.ts";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

/** Two clients of one agency, each with a manager: neither is to know who works for the other, or what as. */

let world: World;
let ada: Founded;
let stage: Stage;
let north: string;
let south: string;
let manager: Person;
let norther: Person;
let southern: Person;
let southRole: string;

const lead = ["asset.view", "grants.manage", "access.explain"];

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  stage = createStage(world, ada);
  north = await stage.folder(ada.root, { workspace: true });
  south = await stage.folder(ada.root, { workspace: true });
  const below = await stage.folder(north);
  manager = await stage.person([lead, [north]]);
  norther = await stage.person([["asset.view"], [below]]);
  southern = await stage.person([["asset.view"], [south]]);
  southRole = await stage.role(["asset.view", "asset.download"], { folders: [south] });
  await stage.give({ user: southern.id, role: southRole });
});
afterAll(() => world.end());

const list = async (line: string, by: { readonly token: string } = manager) => {
  const answer = await world.call<{ items: { id: string }[] }>(by.token, `GET /v1/${line}`);
  return must(answer, 200).items.map(({ id }) => id);
};

describe("who gives roles in one client's workspace", () => {
  test("is told who holds something there, and of nobody else", async () => {
    const people = await list(`users?at=${north}&limit=200`);
    expect(people).toEqual(expect.arrayContaining([manager.id, norther.id, ada.owner]));
    expect(people).not.toContain(southern.id);
    const one = (id: string) => world.call(manager.token, `GET /v1/users/${id}?at=${north}`);
    expect((await one(norther.id)).status).toBe(200);
    const hidden = await one(southern.id);
    expect(hidden.body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await list("users?limit=200", ada)).toContain(southern.id);
  });

  test("finds anybody by the user name, to give him a role", async () => {
    const { username } = must(
      await world.call<{ username: string }>(ada.token, `GET /v1/users/${southern.id}`),
      200,
    );
    expect(await list(`users?at=${north}&username=${username}`)).toEqual([southern.id]);
    expect(await list(`users?at=${north}&username=nobody-of-the-name`)).toEqual([]);
  });

  test("is told of roles that are given there, and not of another client's", async () => {
    const both = await stage.role(["asset.view"], { folders: [north, south] });
    expect(await list(`roles?at=${north}&limit=200`)).toEqual(expect.arrayContaining([ada.role, both]));
    expect(await list(`roles?at=${north}&limit=200`)).not.toContain(southRole);
    const one = (id: string) => world.call(manager.token, `GET /v1/roles/${id}?at=${north}`);
    expect((await one(southRole)).status).toBe(404);
    const shown = await one(both);
    expect(shown.body).toMatchObject({ folders: [north] });
    expect(shown.text).not.toContain(south);
  });

  test("is told why not without what somebody holds elsewhere", async () => {
    const question = { user: southern.id, permission: "asset.view", at: north };
    const ask = (by: { readonly token: string }) =>
      world.call<{ missed: { role?: string }[] }>(by.token, "POST /v1/decisions", question);
    const answer = await ask(manager);
    const api = [expect.objectContaining({ cause: "lacks-permission" })];
    expect(must(answer, 200).missed).toEqual(api);
    expect(answer.text).not.toContain(southRole);
    const whole = must(await ask(ada), 200).missed;
    expect(whole.map(({ role }) => role)).toContain(southRole);
    expect(whole.length).toBeGreaterThan(api.length);
  });
});
