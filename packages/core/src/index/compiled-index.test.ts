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
    const role = { name: "", description: "", folders: "all" as const, allAccess: false, feature: null };
    happen(
      state,
      { type: "role.created", role: { ...role, id: "more", permissions: ["more.*"] } },
      { type: "grant.given", grant: { ...grantOf("more", { user: "ann", role: "more" }), folders: ["raw"] } },
    );
    expect(permissionsAt(state, "ann", "raw", 0)).toEqual(["view", ...permissions.map(({ id }) => id)]);
    expect(decide(state, { user: "ann", permission: "more.99", at: "summer", now: 0 }).code).toBe("NO_GRANT");
  });
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

test("time may run back and forth, and what has a bad clock reading is denied what has an end", () => {
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
    "NO_GRANT",
    "ROLE",
  ]);
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
