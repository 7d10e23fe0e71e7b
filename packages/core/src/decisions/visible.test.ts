import { describe, expect, test, vi } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf, type World } from "../../test/world.ts";
import { canNavigate, canSee, visibleFolders } from "./visible.ts";

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
    const reads = vi.spyOn(state, "get");
    expect(canNavigate(state, "hal", "f0", 0)).toBe(true);
    expect(canNavigate(state, "hal", "f2", 0)).toBe(true);
    expect(canNavigate(state, "hal", "f1", 0)).toBe(false);
    expect(reads.mock.calls.length).toBeLessThan(200);
  });
});
