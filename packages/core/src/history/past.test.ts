import { describe, expect, test } from "vitest";
import { eventsOf, grantOf, type World } from "../../test/world.ts";
import { decide } from "../decisions/decide.ts";
import { explain } from "../decisions/explain.ts";
import { namesFrom } from "../decisions/sentences.ts";
import type { Event } from "../state/events.ts";
import { doingsBehind } from "./doings.ts";
import { createPast, type Past } from "./past.ts";

const world: World = {
  permissions: { "asset.view": {}, "deliver.x": { connector: "x", needs: ["asset.view"] } },
  folders: { brand: {}, winter: { parent: "brand", name: "Winter" }, out: {} },
  assets: { pic: { folder: "out" } },
  roles: { viewer: { name: "Viewer", permissions: ["asset.view", "deliver.x"] } },
  users: { ada: "active", mia: "active" },
  groups: { studio: [] },
};

const later: Event[] = [
  {
    type: "grant.given",
    grant: { ...grantOf("g", { role: "viewer", group: "studio", reason: "Season" }), folders: ["brand"] },
  },
  { type: "group.member-added", id: "studio", user: "mia" },
  {
    type: "role.changed",
    role: {
      id: "viewer",
      name: "Looker",
      description: "",
      permissions: ["asset.view"],
      folders: "all",
      allAccess: false,
      feature: null,
    },
  },
  { type: "asset.moved", id: "pic", folder: "winter" },
  { type: "user.status-set", id: "mia", status: "suspended" },
];

const founding = eventsOf(world);

/** The account after so many of the later events; each is made a minute after the one before, by Ada. */
function pastAfter(count: number, events = later): Past {
  const past = createPast();
  const key = { kind: "key", id: "k" } as const;
  for (const [index, event] of [...founding, ...events.slice(0, count)].entries()) {
    const principal = { account: "account", user: "ada", credential: key };
    past.add({ seq: index + 1, at: index * 60_000, principal, event });
  }
  return past;
}

const views = ({ state }: Past) =>
  decide(state, { user: "mia", permission: "asset.view", at: "winter", now: 0 }).effect;

const erased = (id: string) => ({
  type: "user.created",
  user: { id, username: null, name: null, email: null, kind: "person", status: "active" },
});

const ask = (past: Past, permission = "asset.view", at = "pic") => {
  const found = explain(past.state, { user: "mia", permission, at, now: 10 ** 9 });
  return { code: found.code, doings: doingsBehind(past, found, namesFrom(past.state)) };
};

describe("the past", () => {
  test("stands where the last entry left it, and knows when that was", () => {
    const past = pastAfter(2);
    expect(past.state.revision).toBe(founding.length + 2);
    expect(past.at).toBe((founding.length + 1) * 60_000);
    expect(views(past)).toBe("allow");
    expect(views(pastAfter(1))).toBe("deny");
    expect(createPast().at).toBeUndefined();
  });

  test("tells by whose doing somebody may: grant, role, group and the way the picture came there", () => {
    const { code, doings } = ask(pastAfter(4));
    expect(code).toBe("ROLE");
    expect(doings.map(({ did, sentence }) => [did, sentence])).toEqual([
      ["grant.given", 'ada gave the group "studio" the role "Looker" ("Season").'],
      ["group.member-added", 'ada put mia into the group "studio".'],
      ["role.changed", 'ada changed the role "Looker".'],
      ["asset.moved", 'ada moved "pic".'],
    ]);
    expect(doings[0]).toMatchObject({
      seq: founding.length + 1,
      at: founding.length * 60_000,
      user: "ada",
      credential: { kind: "key", id: "k" },
      reason: "Season",
    });
  });

  test("tells by whose doing a gate is shut, and nothing of what nobody did", () => {
    expect(ask(pastAfter(5)).doings.map(({ sentence }) => sentence)).toEqual(["ada suspended mia."]);
    expect(ask(pastAfter(0))).toEqual({ code: "NO_GRANT", doings: [] });
    const removed: Event[] = [
      {
        type: "connection.created",
        connection: { id: "c", connector: "x", folder: null, name: "X", settings: {} },
      },
      { type: "connection.removed", id: "c" },
    ];
    expect(ask(pastAfter(2, removed), "deliver.x").doings.map(({ sentence }) => sentence)).toEqual([
      "ada removed the connection.",
    ]);
  });

  test("tells an override and what it was for", () => {
    const override = {
      id: "o",
      user: "mia",
      effect: "deny",
      permission: "*",
      folder: null,
      from: null,
      until: null,
    } as const;
    const events: Event[] = [
      { type: "override.set", override: { ...override, reason: "Left", givenBy: "ada" } },
    ];
    expect(ask(pastAfter(1, events)).doings.map(({ sentence }) => sentence)).toEqual([
      'ada denied mia every permission ("Left").',
    ]);
  });

  test("goes on where people were erased: they stay apart, and have no name", () => {
    const events = [erased("u1"), erased("u2")] as unknown as Event[];
    const { state } = pastAfter(2, events);
    expect(state.get("user", "u1")).toMatchObject({
      name: "(erased)",
      username: `erased-${founding.length + 1}`,
      email: null,
    });
    expect(state.get("user", "u2")?.username).not.toBe(state.get("user", "u1")?.username);
  });

  test("is refused where an entry can't follow", () => {
    const [again] = founding;
    expect(() => pastAfter(1, again ? [again] : [])).toThrow(
      expect.objectContaining({ code: "STORE_CORRUPT" }),
    );
    const past = createPast();
    const principal = { account: "account", user: "ada", credential: { kind: "founding" } } as const;
    expect(() => past.add({ seq: 2, at: 0, principal, event: again as Event })).toThrow(
      "Entry 2 of the journal",
    );
  });
});
