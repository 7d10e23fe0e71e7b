import { describe, expect, test, vi } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf, type World } from "../../test/world.ts";
import { canNavigate, canSee, sightAs, sightOf, visibleFolders } from "./visible.ts";

const seen = (world: World, user: string, parent: string | null, now = 0) =>
  visibleFolders(stateOf(world), user, parent, now).map(({ id }) => id);

describe("the tree a person sees", () => {
  test("is what he may view, and the names that lead there", () => {
    expect(seen(library, "kim", null)).toEqual(["library"]);
    expect(seen(library, "kim", "library")).toEqual(["brand"]);
    expect(seen(library, "kim", "brand")).toEqual(["logos", "legal"]);
    expect(seen(library, "bea", "brand")).toEqual(["logos"]);
    expect(seen(library, "jon", "brand")).toEqual(["logos", "legal"]);
  });

  test("ends with the grant, and begins with an allow", () => {
    const world: World = {
      ...library,
      grants: [{ user: "hal", role: "viewer", folders: ["raw"], until: 1000 }],
      overrides: [{ user: "nat", effect: "allow", permission: "asset.view", folder: "winter" }],
    };
    expect(seen(world, "hal", "campaigns", 999)).toEqual(["summer"]);
    expect(seen(world, "hal", "campaigns", 1000)).toEqual([]);
    expect(seen(world, "nat", "campaigns")).toEqual(["winter"]);
  });

  test("shows no folder above a singly shared asset", () => {
    const world: World = {
      ...library,
      assets: { pic: { folder: "raw" }, other: { folder: "raw" } },
      grants: [{ user: "hal", role: "viewer", asset: "pic" }],
    };
    const state = stateOf(world);
    expect(seen(world, "hal", null)).toEqual([]);
    expect(canSee(state, "hal", "pic", 0)).toBe(true);
    expect(canSee(state, "hal", "other", 0)).toBe(false);
    expect(canSee(state, "hal", "raw", 0)).toBe(false);
    expect(
      sightOf(state, "hal", 0)
        .assetsIn("raw")
        .map(({ id }) => id),
    ).toEqual(["pic"]);
  });

  test("is what the key leaves of it, and the names that lead there", () => {
    const state = stateOf(library);
    const key = { id: "k", owner: "ada", name: "", permissions: null, connections: null, until: 10 };
    state.put("key", "k", { ...key, folders: ["raw"] });
    const principal = { account: "account", user: "ada", credential: { kind: "key" as const, id: "k" } };
    const under = (parent: string | null, now = 0) =>
      sightAs(state, principal, now)
        .foldersIn(parent)
        .map(({ id }) => id);
    expect([null, "library", "campaigns", "summer", "raw", "brand"].map((parent) => under(parent))).toEqual([
      ["library"],
      ["campaigns"],
      ["summer"],
      ["raw"],
      [],
      [],
    ]);
    expect(under(null, 10)).toEqual([]);
  });

  test("is empty for who is not known, or suspended, and holds nothing that is not there", () => {
    const state = stateOf(library);
    expect(canNavigate(state, "nobody", "library", 0)).toBe(false);
    expect(canNavigate(state, "ivy", "library", 0)).toBe(false);
    expect(canNavigate(state, "ada", "attic", 0)).toBe(false);
    expect(canSee(state, "ada", "attic", 0)).toBe(false);
  });

  test("is found without walking ten thousand hidden folders", () => {
    const folders = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, at) => [`f${at}`, at ? { parent: `f${(at - 1) >> 3}` } : {}]),
    );
    const world: World = {
      ...library,
      folders,
      roles: { viewer: { permissions: ["asset.view"] } },
      overrides: [],
      grants: [{ user: "hal", role: "viewer", folders: ["f9999"] }],
    };
    const state = stateOf(world);
    const [reads, finds] = [vi.spyOn(state, "get"), vi.spyOn(state, "find")];
    expect(canNavigate(state, "hal", "f0", 0)).toBe(true);
    expect(canNavigate(state, "hal", "f2", 0)).toBe(true);
    expect(canNavigate(state, "hal", "f1", 0)).toBe(false);
    expect(visibleFolders(state, "hal", "f0", 0).map(({ id }) => id)).toEqual(["f2"]);
    expect(reads.mock.calls.length).toBeLessThan(200);
    expect(finds.mock.results.reduce((sum, { value }) => sum + value.length, 0)).toBeLessThan(20);
  });
});
