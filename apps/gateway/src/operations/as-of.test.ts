import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, must, type Person, type World } from "../../test/world.ts";
import type { Founded } from "../account/founding.ts";

const HOUR = 3_600_000;

let world: World;
let ada: Founded;
let mia: Person;
/** May explain access in Summer, and nowhere else. */
let eve: Person;
let summer: string;
let winter: string;
let deleted: string;
let grant: string;
/** Mia's grant was given at the second, and ended at the third. */
let times: { founded: number; given: number; ended: number };

const iso = (at: number) => new Date(at).toISOString();
const after = (hours: number) => (world.clock.now += hours * HOUR);
const decide = (token: string, body: object) => world.call(token, "POST /v1/decisions", body);
const views = (at: string | null, asOf?: string | number) => ({
  user: mia.id,
  permission: "asset.view",
  at,
  asOf,
});
const whoIn = (token: string, at: string, asOf: string | number) =>
  world.call<{ items: Record<string, unknown>[] }>(
    token,
    `GET /v1/who?permission=asset.view&at=${at}&asOf=${asOf}`,
  );

beforeAll(async () => {
  world = await createWorld();
  ada = await world.found();
  const founded = world.clock.now;
  summer = await world.folder(ada, "Summer");
  winter = await world.folder(ada, "Winter");
  deleted = await world.folder(ada, "Deleted");
  mia = await world.person(ada, "mia");
  eve = await world.person(ada, "eve", { permissions: ["asset.view", "access.explain"], folders: [summer] });
  const made = await world.call<{ id: string }>(ada.token, "POST /v1/roles", {
    name: "Looker",
    permissions: ["asset.view"],
  });
  const given = after(24);
  const grants = await world.call<{ id: string }>(ada.token, "POST /v1/grants", {
    user: mia.id,
    role: must(made, 201).id,
    folders: [summer, deleted],
    reason: "Helps out",
  });
  grant = must(grants, 201).id;
  const ended = after(24);
  must(await world.call(ada.token, `POST /v1/grants/${grant}/end`, { reason: "Done" }), 200);
  must(await world.call(ada.token, `DELETE /v1/folders/${deleted}`), 204);
  times = { founded, given, ended };
  after(24);
});
afterAll(() => world.end());

describe("a decision as of a day", () => {
  it("is what it was then, while the account goes on as it is", async () => {
    const at = (time: number) =>
      decide(ada.token, views(summer, iso(time))).then(({ body }) => body["effect"]);
    expect(await at(times.given - 1)).toBe("deny");
    expect(await at(times.given)).toBe("allow");
    expect(await at(times.ended - 1)).toBe("allow");
    expect(await at(times.ended)).toBe("deny");
    expect((await decide(ada.token, views(summer))).body).toMatchObject({ effect: "deny" });
  });

  it("says by whose doing it was so, and at which revision it stood", async () => {
    const answer = must(await decide(ada.token, views(summer, iso(times.ended - HOUR))), 200);
    expect(answer).toMatchObject({
      effect: "allow",
      code: "ROLE",
      now: iso(times.ended - HOUR),
      sentence: expect.stringContaining("mia may use asset.view"),
      by: [{ grant, anchor: summer }],
      doings: [
        { did: "role.created", user: ada.owner, sentence: 'Ada Owner made the role "Looker".', reason: "" },
        {
          seq: answer["revision"],
          at: iso(times.given),
          did: "grant.given",
          user: ada.owner,
          credential: { kind: "key" },
          reason: "Helps out",
          sentence: 'Ada Owner gave mia the role "Looker" ("Helps out").',
        },
      ],
    });
  });

  it("can be asked by an entry's number, and then stands where that entry left it", async () => {
    const { body } = await decide(ada.token, views(summer, iso(times.given)));
    const revision = body["revision"] as number;
    expect((await decide(ada.token, views(summer, revision))).body).toMatchObject({
      effect: "allow",
      revision,
      now: iso(times.given),
    });
    expect((await decide(ada.token, views(summer, revision - 1))).body).toMatchObject({
      effect: "deny",
      revision: revision - 1,
    });
  });

  it("of what was deleted since is for who may explain everywhere", async () => {
    const then = views(deleted, iso(times.given));
    expect((await decide(ada.token, then)).body).toMatchObject({
      effect: "allow",
      by: [{ anchor: deleted }],
    });
    expect(await decide(eve.token, then)).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    expect(await decide(eve.token, { ...then, at: "fld_nobodys" })).toMatchObject({
      status: 404,
      body: { code: "NOT_FOUND" },
    });
  });

  it.each([
    [
      "before the account began",
      () => iso(times.founded - 1),
      "asOf: The account began later; ask for a later time.",
    ],
    ["in the future", () => iso(world.clock.now + 60_001), "asOf: This is still to come; it is"],
    ["after the last entry", () => 10_000, "asOf: The journal ends with entry"],
  ])("is refused %s", async (_when, asOf, message) => {
    const answer = await decide(ada.token, views(summer, asOf()));
    expect(answer.status).toBe(400);
    expect(answer.body["detail"]).toContain(message);
  });

  it("is of now, by a clock that is a little ahead of ours", async () => {
    const { body } = await decide(ada.token, views(summer, iso(world.clock.now + 60_000)));
    expect(body).toMatchObject({ effect: "deny", now: iso(world.clock.now) });
  });

  it("takes no other time beside it", async () => {
    const answer = await decide(ada.token, { ...views(summer, iso(times.given)), now: iso(times.given) });
    expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
  });
});

describe("who may ask about the past", () => {
  it("is who may explain access there today, and nobody else, not even about himself", async () => {
    const then = iso(times.given);
    expect((await decide(eve.token, views(summer, then))).body).toMatchObject({ effect: "allow" });
    expect(await decide(eve.token, views(winter, then))).toMatchObject({ status: 404 });
    expect(await decide(eve.token, views(null, then))).toMatchObject({ status: 403 });
    expect(await decide(mia.token, views(summer, then))).toMatchObject({ status: 404 });
  });

  it("does not come along with what is moved from elsewhere", async () => {
    const inside = await world.folder(ada, "Inside", winter);
    const looker = await world.person(ada, "wil", { permissions: ["asset.view"], folders: [winter] });
    const then = iso(world.clock.now);
    after(1);
    must(await world.call(ada.token, `PATCH /v1/folders/${inside}`, { parent: summer }), 200);
    const asked = { user: looker.id, permission: "asset.view", at: inside };
    expect((await decide(eve.token, asked)).body).toMatchObject({ effect: "deny" });
    const refused = await decide(eve.token, { ...asked, asOf: then });
    expect(refused).toMatchObject({ status: 403, body: { code: "NO_GRANT" } });
    expect(refused.text).not.toContain("wil");
    expect((await whoIn(eve.token, inside, then)).status).toBe(403);
    expect((await decide(ada.token, { ...asked, asOf: then })).body).toMatchObject({ effect: "allow" });
  });
});

describe("who might as of a day", () => {
  it("is who might then, each with the doing behind it", async () => {
    const { items } = must(await whoIn(eve.token, summer, iso(times.given)), 200);
    expect(items.map(({ username }) => username)).toEqual(["ada", "eve", "mia"]);
    expect(items[2]).toMatchObject({
      by: [{ grant }],
      doings: [{ did: "role.created" }, { did: "grant.given" }],
    });
    const today = await world.call<typeof items>(eve.token, `GET /v1/who?permission=asset.view&at=${summer}`);
    expect(today.text).not.toContain("mia");
    expect(today.text).not.toContain("doings");
  });
});

const list = (token: string, query: string) =>
  world.call<{ items: { id: string; permissions: string[]; include: string[] }[] }>(
    token,
    `GET /v1/scopes${query}`,
  );

describe("what somebody might as of a day", () => {
  it("is all that was so then, also in folders that are gone", async () => {
    const asked = `user=${mia.id}&permission=asset.view&asOf=${iso(times.given)}`;
    const { items } = must(await list(ada.token, `?${asked}`), 200);
    expect(items).toMatchObject([
      { permissions: ["asset.view"], include: expect.arrayContaining([summer, deleted]) },
    ]);
    const folders = must(await list(ada.token, `/folders?${asked}`), 200);
    expect(folders.items.map(({ id }) => id)).toEqual([deleted, summer]);
    expect(must(await list(ada.token, `?user=${mia.id}&permission=asset.view`), 200).items).toEqual([]);
  });

  it("is for who may explain access everywhere, and is of what was there", async () => {
    expect((await list(mia.token, `?asOf=${iso(times.given)}`)).status).toBe(403);
    expect((await list(eve.token, `?at=${summer}&asOf=${iso(times.given)}`)).status).toBe(403);
    expect((await list(ada.token, `?at=${summer}&asOf=1`)).status).toBe(404);
    expect((await list(ada.token, `?permission=no.such&asOf=${iso(times.given)}`)).status).toBe(400);
  });
});
