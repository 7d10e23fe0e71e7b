import { describe, expect, test } from "vitest";
import { asked, eventsOf, grantOf, stateOf, type World } from "../../test/world.ts";
import { can, decide, permissionsAt } from "../decisions/decide.ts";
import type { Event } from "../state/events.ts";
import { applyChanges, planChanges } from "../state/fold.ts";
import { State } from "../state/state.ts";
import { indexOf } from "./index-of.ts";

const world: World = {
  permissions: { view: {}, edit: { needs: ["view"] }, pay: { level: "account" } },
  folders: {
    top: {},
    brand: { parent: "top" },
    logos: { parent: "brand" },
    summer: { parent: "top" },
    raw: { parent: "summer" },
  },
  assets: { pic: { folder: "raw" } },
  roles: { viewer: { permissions: ["view"] }, brander: { permissions: ["view"], folders: ["brand"] } },
  users: { ann: "active", bob: "active" },
  grants: [{ id: "ann-viewer", user: "ann", role: "viewer", folders: ["summer"] }],
};

const role = { name: "", description: "", folders: "all" as const, allAccess: false, feature: null };

const happen = (state: State, ...events: Event[]) =>
  applyChanges(state, planChanges(state, events), state.revision + 1);

describe("handles", () => {
  test("ask as ids do, again and again", () => {
    const state = stateOf(world);
    const index = indexOf(state);
    const [ann, view, raw] = [index.user("ann"), index.permission("view"), index.place("raw")];
    if (ann === undefined || view === undefined || raw === undefined) throw new Error("unknown");
    expect(index.can(ann, view, raw, 0)).toBe(true);
    expect(index.decide(ann, view, raw, 0)).toBe("ROLE");
    happen(state, { type: "grant.ended", id: "ann-viewer", reason: "" });
    expect(index.can(ann, view, raw, 0)).toBe(false);
    expect(index.decide(ann, view, raw, 0)).toBe("NO_GRANT");
  });

  test("name nothing where there is nothing, and once their thing is gone, even if another takes its place", () => {
    const state = stateOf(world);
    const index = indexOf(state);
    const [ann, view] = [index.user("ann") ?? -1, index.permission("view") ?? -1];
    const pic = index.place("pic") ?? -1;
    expect([index.user("zoe"), index.permission("fly"), index.place("nowhere")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(index.can(ann, view, pic, 0)).toBe(true);
    const asset = { id: "other", folder: "raw", name: "", approved: true, expires: null, version: null };
    happen(state, { type: "asset.deleted", id: "pic" }, { type: "asset.created", asset });
    expect(index.place("pic")).toBeUndefined();
    expect(index.can(ann, view, pic, 0)).toBe(false);
    expect(index.decide(ann, view, pic, 0)).toBe("UNKNOWN");
    expect(can(state, "ann", "view", "other", 0)).toBe(true);
    for (const nonsense of [-1, 1e9, Number.NaN, 0.5]) {
      expect(index.can(ann, view, nonsense, 0)).toBe(false);
      expect(index.can(nonsense, view, index.place("raw") ?? -1, 0)).toBe(false);
      expect(index.can(ann, nonsense, index.place("raw") ?? -1, 0)).toBe(false);
      expect(index.decide(nonsense, nonsense, nonsense, 0)).toBe("UNKNOWN");
    }
  });

  test("stay good while the catalogue grows beyond a word", () => {
    const state = stateOf(world);
    const index = indexOf(state);
    const [ann, view, raw] = [
      index.user("ann") ?? -1,
      index.permission("view") ?? -1,
      index.place("raw") ?? -1,
    ];
    expect(index.can(ann, view, raw, 0)).toBe(true);
    const plain = { level: "folder" as const, feature: null, connector: null, description: "", aliases: [] };
    const permissions = Array.from({ length: 100 }, (_, at) => ({
      ...plain,
      id: `more.${at}`,
      needs: ["view"],
    }));
    happen(state, { type: "permissions.defined", permissions });
    expect(index.can(ann, view, raw, 0)).toBe(true);
    happen(
      state,
      { type: "role.created", role: { ...role, id: "more", permissions: ["more.*"] } },
      { type: "grant.given", grant: { ...grantOf("more", { user: "ann", role: "more" }), folders: ["raw"] } },
    );
    expect(permissionsAt(state, "ann", "raw", 0)).toEqual(["view", ...permissions.map(({ id }) => id)]);
    expect(decide(state, { user: "ann", permission: "more.99", at: "summer", now: 0 }).code).toBe("NO_GRANT");
  });
});

test.each([0, 1, 125, 126, 127, 253])(
  "a folder that moved is where it is after %i more changes, however old its links are",
  (changes) => {
    const state = stateOf({ ...world, folders: { ...world.folders, mail: { parent: "top" } } });
    const move = (id: string, parent: string) => happen(state, { type: "folder.moved", id, parent });
    const may = (at: string) => can(state, "ann", "view", at, 0);
    expect(may("logos")).toBe(false);
    move("brand", "summer");
    for (let change = 0; change < changes; change += 1) {
      expect(may("mail")).toBe(change % 2 === 1);
      move("mail", change % 2 === 0 ? "summer" : "top");
    }
    expect(may("logos")).toBe(true);
  },
);

test("a yes or no by handles allocates nothing", () => {
  const state = stateOf({
    ...world,
    overrides: [{ user: "ann", effect: "deny", permission: "edit", folder: "summer" }],
  });
  const index = indexOf(state);
  const [ann, bob] = [index.user("ann") ?? -1, index.user("bob") ?? -1];
  const [view, edit] = [index.permission("view") ?? -1, index.permission("edit") ?? -1];
  const [pic, logos] = [index.place("pic") ?? -1, index.place("logos") ?? -1];
  const now = Date.UTC(2026, 0, 1);
  const ask = (times: number) => {
    let yes = 0;
    for (let time = 0; time < times; time += 1) {
      if (index.can(ann, view, pic, now)) yes += 1;
      if (index.can(ann, edit, pic, now) || index.can(bob, view, logos, now)) yes += 1;
    }
    return yes;
  };
  // Compiled first, by the machine too.
  ask(50_000);
  const before = process.memoryUsage().heapUsed;
  expect(ask(100_000)).toBe(100_000);
  // One object a question would be three million bytes at least.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(500_000);
});

describe("moving", () => {
  const narrowed: World = {
    ...world,
    grants: [{ user: "ann", role: "brander", folders: ["raw"] }],
  };

  test("a subtree takes along what is anchored in it", () => {
    const state = stateOf(world);
    expect(can(state, "ann", "view", "pic", 0)).toBe(true);
    happen(state, { type: "folder.moved", id: "raw", parent: "logos" });
    expect(can(state, "ann", "view", "pic", 0)).toBe(false);
    happen(state, { type: "folder.moved", id: "brand", parent: "summer" });
    expect(can(state, "ann", "view", "pic", 0)).toBe(true);
  });

  test("brings a grant's folder under its role's, and away again", () => {
    const state = stateOf(narrowed);
    expect(can(state, "ann", "view", "pic", 0)).toBe(false);
    happen(state, { type: "folder.moved", id: "summer", parent: "logos" });
    expect(can(state, "ann", "view", "pic", 0)).toBe(true);
    happen(state, { type: "folder.moved", id: "raw", parent: "top" });
    expect(can(state, "ann", "view", "pic", 0)).toBe(false);
  });
});

test("time may run back and forth, and at a time that is no number all is denied", () => {
  const timed: World = { ...world, grants: [{ user: "ann", role: "viewer", from: 10, until: 20 }] };
  const state = stateOf(timed);
  const at = (now: number) => decide(state, { user: "ann", permission: "view", at: "raw", now }).code;
  expect([15, 20, 19, 9, 10, 5, Number.NaN, 12].map(at)).toEqual([
    "ROLE",
    "NO_GRANT",
    "ROLE",
    "NO_GRANT",
    "ROLE",
    "NO_GRANT",
    "UNKNOWN",
    "ROLE",
  ]);
});

test("a bad clock reading leaves nothing behind for the good ones after it", () => {
  const denied: World = {
    ...world,
    overrides: [{ user: "ann", effect: "deny", permission: "view", until: 1000 }],
  };
  const state = stateOf(denied);
  const may = (now: number) => can(state, "ann", "view", "raw", now);
  expect([may(5), may(Number.NaN), may(5), may(1000), may(Number.NaN), may(5)]).toEqual([
    false,
    false,
    false,
    true,
    false,
    false,
  ]);
});

test("a table that is larger than all before it has room", () => {
  const assets = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`a${at}`, { folder: "raw" }]));
  const large: World = {
    ...world,
    permissions: Object.fromEntries([
      ["view", {}],
      ...Array.from({ length: 40 }, (_, at) => [`more.${at}`, {}]),
    ]),
    assets,
    grants: Object.keys(assets).map((asset) => ({ user: "ann", role: "viewer", asset })),
    roles: { viewer: { permissions: ["view"] } },
  };
  const state = stateOf(large);
  expect(can(state, "ann", "view", "a2999", 0)).toBe(true);
  expect(can(state, "ann", "view", "raw", 0)).toBe(false);
});

test("permissions beyond the eight thousandth are themselves", () => {
  const names = Array.from({ length: 8300 }, (_, at) => `p${at}`);
  const long: World = {
    ...world,
    permissions: Object.fromEntries(names.map((name) => [name, {}])),
    roles: { first: { permissions: ["p0"] } },
    grants: [{ user: "ann", role: "first" }],
  };
  const state = stateOf(long);
  expect(names.filter((name) => can(state, "ann", name, "raw", 0))).toEqual(["p0"]);
});

test("a permission that is taken back gives its number to no other", () => {
  const state = stateOf(world);
  const index = indexOf(state);
  const [ann, raw] = [index.user("ann") ?? -1, index.place("raw") ?? -1];
  const view = state.get("permission", "view");
  if (!view) throw new Error("unknown");
  state.put("permission", "try", { ...view, id: "try" });
  const tried = index.permission("try") ?? -1;
  state.put("permission", "try", undefined);
  state.put("permission", "other", { ...view, id: "other" });
  state.put("role", "viewer", { ...role, id: "viewer", permissions: ["other"] });
  expect(can(state, "ann", "other", "raw", 0)).toBe(true);
  expect(index.can(ann, tried, raw, 0)).toBe(false);
});

test("what is named before it is there counts when it comes", () => {
  const state = stateOf(world);
  const raw = state.get("folder", "raw");
  state.put("role", "viewer", { ...role, id: "viewer", permissions: ["view"], folders: ["raw"] });
  state.put("folder", "raw", undefined);
  expect(can(state, "ann", "view", "raw", 0)).toBe(false);
  state.put("folder", "raw", raw);
  expect(can(state, "ann", "view", "raw", 0)).toBe(true);
});

test("what is only planned, again and again, takes no numbers", () => {
  const state = stateOf(world);
  const index = indexOf(state);
  const folder = { parent: "raw", name: "", restricted: false, workspace: false };
  for (let at = 0; at < 50; at += 1) {
    planChanges(state, [{ type: "folder.created", folder: { ...folder, id: `plan${at}` } }]);
  }
  happen(state, { type: "folder.created", folder: { ...folder, id: "real" } });
  happen(state, { type: "folder.created", folder: { ...folder, id: "next" } });
  expect((index.place("next") ?? 0) - (index.place("real") ?? 0)).toBe(1);
  expect(index.place("real")).toBeLessThan(20);
  expect(can(state, "ann", "view", "next", 0)).toBe(true);
});

test("what is tried on the state and taken back leaves no trace", () => {
  const state = stateOf(world);
  expect(can(state, "bob", "view", "raw", 0)).toBe(false);
  const grant = grantOf("try", { user: "bob", role: "viewer" });
  state.put("grant", "try", grant);
  expect(can(state, "bob", "view", "raw", 0)).toBe(true);
  state.put("grant", "try", undefined);
  expect(can(state, "bob", "view", "raw", 0)).toBe(false);
});

test("an index made before there is anything follows from the first event on", () => {
  const state = new State();
  expect(decide(state, { user: "ann", permission: "view", at: "raw", now: 0 }).code).toBe("UNKNOWN");
  for (const event of eventsOf(world)) happen(state, event);
  expect(decide(state, { user: "ann", permission: "view", at: "raw", now: 0 }).code).toBe("ROLE");
});

test("a folder may come with a child that was put before it", () => {
  const state = stateOf(world);
  expect(can(state, "ann", "view", "raw", 0)).toBe(true);
  const folder = { name: "", restricted: false, workspace: false };
  state.put("folder", "child", { ...folder, id: "child", parent: "late" });
  state.put("folder", "late", { ...folder, id: "late", parent: "summer" });
  expect(can(state, "ann", "view", "child", 0)).toBe(true);
});

test("many rights of one user are found, each where it is anchored", () => {
  const folders = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`f${at}`, {}]));
  const many: World = {
    ...world,
    folders,
    assets: {},
    roles: { viewer: { permissions: ["view"] } },
    grants: [{ user: "ann", role: "viewer", folders: Object.keys(folders).filter((_, at) => at % 2 === 0) }],
  };
  const state = stateOf(many);
  const seen = Object.keys(folders).filter((id) => can(state, "ann", "view", id, 0));
  expect(seen).toHaveLength(250);
  expect(seen.every((id) => Number(id.slice(1)) % 2 === 0)).toBe(true);
  expect(asked(many, "bob", "view", "f0")).toBe("NO_GRANT");
});
