import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

let world: World;
let ada: Founded;
let bea: Person;
let giver: Person;
let summer: string;

interface User {
  id: string;
  username: string;
  email?: string | null;
}
interface Page {
  items: User[];
  next: string | null;
}

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  summer = await world.folder(ada, "Summer");
  bea = await world.person(ada, "bea", { permissions: ["asset.view"], folders: [summer] });
  giver = await world.person(ada, "gil", {
    permissions: ["grants.manage", "access.explain"],
    folders: [summer],
  });
});
afterAll(() => world.end());

describe("people", () => {
  it("are listed to who manages them, by name, a page at a time", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = must(await world.call<Page>(ada.token, `GET /v1/users?limit=2${cursor}`), 200);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ username }) => username));
      cursor = page.next === null ? "" : `&cursor=${page.next}`;
    } while (cursor);
    expect(seen).toEqual(["ada", "bea", "gil"]);
  });

  it("are found by user name, whatever its capitals", async () => {
    const page = must(await world.call<Page>(ada.token, "GET /v1/users?username=BEA"), 200);
    expect(page.items.map(({ id }) => id)).toEqual([bea.id]);
  });

  it("are listed without e-mail to who gives roles at a place, and to nobody else", async () => {
    const page = must(await world.call<Page>(giver.token, `GET /v1/users?at=${summer}`), 200);
    expect(page.items.map(({ username }) => username)).toEqual(["ada", "bea", "gil"]);
    expect(page.items.some((user) => "email" in user)).toBe(false);

    const general = await world.call(giver.token, "GET /v1/users");
    expect(general.body).toMatchObject({
      status: 403,
      code: "NO_GRANT",
      permission: "users.manage",
      at: null,
    });
    const elsewhere = await world.call(giver.token, `GET /v1/users?at=${ada.root}`);
    expect(elsewhere.body).toMatchObject({ status: 404 });
    const viewer = await world.call(bea.token, `GET /v1/users?at=${summer}`);
    expect(viewer.body).toMatchObject({ status: 403, permission: "grants.manage", at: summer });
  });

  it("may each read themselves", async () => {
    const self = must(await world.call<User>(bea.token, `GET /v1/users/${bea.id}`), 200);
    expect(self).toMatchObject({ username: "bea", email: null });
    expect((await world.call(bea.token, `GET /v1/users/${ada.owner}`)).status).toBe(403);
  });

  it("are added with a lower-case user name, and can be service accounts", async () => {
    const body = { username: " Robot ", name: " The  Robot ", kind: "service" };
    const made = await world.call<User>(ada.token, "POST /v1/users", body);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      username: "robot",
      name: "The  Robot",
      kind: "service",
      status: "active",
    });
    const { seq } = await world.store.journal.head(ada.account);
    expect(made.headers.get("gatefold-revision")).toBe(String(seq));
    expect(must(await world.call(ada.token, `GET /v1/users/${made.body.id}`), 200)).toEqual(made.body);
  });

  it("are added by who manages them alone", async () => {
    const answer = await world.call(giver.token, "POST /v1/users", { username: "x", name: "X" });
    expect(answer.body).toMatchObject({ status: 403, permission: "users.manage" });
  });

  it("are renamed, suspended and let in again, and only what changes is an entry", async () => {
    const { id } = must(
      await world.call<User>(ada.token, "POST /v1/users", { username: "cal", name: "Cal" }),
      201,
    );
    const before = (await world.store.journal.head(ada.account)).seq;
    const change = (body: object) => world.call(ada.token, `PATCH /v1/users/${id}`, body);
    expect(must(await change({ name: "Calla", status: "suspended" }), 200)).toMatchObject({
      username: "cal",
      name: "Calla",
      status: "suspended",
    });
    must(await change({ name: "Calla" }), 200);
    must(await change({ status: "active" }), 200);
    const entries = await world.store.journal.read(ada.account, { after: before, limit: 9 });
    expect(entries.map(({ event }) => event.type)).toEqual([
      "user.changed",
      "user.status-set",
      "user.status-set",
    ]);
  });

  it("can't all be suspended: the last one with all access stays", async () => {
    const answer = await world.call(ada.token, `PATCH /v1/users/${ada.owner}`, { status: "suspended" });
    expect(answer.body).toMatchObject({ status: 409, code: "LAST_ADMIN" });
  });
});

describe("the plan's number of users", () => {
  it("binds the owner too, counts who is active, and says how far it is", async () => {
    const small = await world.found("Small", { features: [], limits: { users: 2 } });
    const add = (username: string) =>
      world.call<User>(small.token, "POST /v1/users", { username, name: username });
    const second = must(await add("second"), 201);
    const third = await add("third");
    expect(third.body).toMatchObject({ status: 409, code: "PLAN_LIMIT", what: "users", used: 2, limit: 2 });

    const set = (status: string) => world.call(small.token, `PATCH /v1/users/${second.id}`, { status });
    must(await set("suspended"), 200);
    must(await add("third"), 201);
    expect((await set("active")).body).toMatchObject({ code: "PLAN_LIMIT" });
  });
});
