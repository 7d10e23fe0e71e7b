import { describe, expect, test, vi } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf, type World } from "../../test/world.ts";
import { covers } from "./extent.ts";
import { isNowhere } from "./scope.ts";
import { scopeAs, scopeOf, scopesOf } from "./scope-of.ts";

const scope = (world: World, user: string, permission: string, now = 0) =>
  scopeOf(stateOf(world), user, permission, now);
const open = { approved: false, unexpiredAt: null };
const plain = { level: "folder", everywhere: false, include: [], except: [], assets: [], gates: open };

describe("a scope says where, in as few folders as can be", () => {
  test("everywhere, but not inside a restricted folder", () => {
    expect(scope(library, "bea", "asset.view")).toEqual({ ...plain, everywhere: true, except: ["legal"] });
  });

  test("in some folders, the inner one of two nested ones left out", () => {
    const world = { ...library, grants: [{ user: "hal", role: "viewer", folders: ["campaigns", "raw"] }] };
    expect(scope(world, "hal", "asset.view")).toEqual({ ...plain, include: ["campaigns"] });
  });

  test("inside an exception again", () => {
    expect(scope(library, "jon", "asset.view")).toEqual({ ...plain, everywhere: true });
    expect(scope(library, "fay", "asset.download")).toMatchObject({
      include: ["brand", "summer"],
      except: ["legal"],
    });
  });

  test("all access is stopped by no restriction, and an override by nothing", () => {
    expect(scope(library, "ada", "asset.delete")).toEqual({ ...plain, everywhere: true });
    expect(isNowhere(scope(library, "lou", "asset.delete"))).toBe(true);
  });

  test("with single assets whose folder it does not hold, and what each asset must be", () => {
    const world: World = {
      ...library,
      assets: { pic: { folder: "raw" }, late: { folder: "raw", expires: 5 }, logo: { folder: "logos" } },
      collections: { set: { folder: "campaigns", assets: ["late", "logo"] } },
      overrides: [],
      grants: [
        { user: "hal", role: "marketer", asset: "pic" },
        { user: "hal", role: "marketer", collection: "set" },
        { user: "hal", role: "marketer", folders: ["brand"] },
      ],
    };
    expect(scope(world, "hal", "deliver.klaviyo", 4)).toEqual({
      ...plain,
      include: ["brand"],
      except: ["legal"],
      assets: ["late", "pic"],
      gates: { approved: true, unexpiredAt: 4 },
    });
    expect(scope(world, "hal", "deliver.klaviyo", 5)).toMatchObject({ assets: ["pic"] });
  });

  test("a connection narrows it to the folders it serves", () => {
    const world: World = {
      ...library,
      connections: [
        { id: "k1", connector: "klaviyo", folder: "summer" },
        { id: "k2", connector: "klaviyo", folder: "legal" },
      ],
    };
    const state = stateOf(world);
    expect(scopeOf(state, "cal", "deliver.klaviyo", 0)).toMatchObject({ include: ["summer"] });
    expect(scopeOf(state, "ada", "deliver.klaviyo", 0)).toMatchObject({ include: ["legal", "summer"] });
    expect(scopeOf(state, "ada", "deliver.klaviyo", 0, "k2")).toMatchObject({ include: ["legal"] });
  });

  test("is yes or no at the account, and a list of workspaces for what is asked at them", () => {
    const world: World = {
      ...library,
      permissions: { ...library.permissions, "team.view": { level: "workspace" } },
      folders: {
        ...library.folders,
        brand: { parent: "library", workspace: true },
        other: { workspace: true },
      },
    };
    expect(scope(world, "ada", "billing.manage")).toEqual({ level: "account", allowed: true });
    expect(scope(world, "kim", "billing.manage")).toEqual({ level: "account", allowed: false });
    expect(scope(world, "ada", "team.view")).toEqual({ level: "workspace", workspaces: ["brand", "other"] });
    expect(scope(world, "kim", "team.view")).toEqual({ level: "workspace", workspaces: ["brand"] });
  });

  test("is nowhere for who or what is not known, or suspended", () => {
    for (const [user, permission] of [
      ["nobody", "asset.view"],
      ["bea", "asset.paint"],
      ["ivy", "asset.view"],
    ] as const) {
      expect(isNowhere(scope(library, user, permission))).toBe(true);
    }
    expect(covers(stateOf(library), scope(library, "ada", "asset.view"), "attic")).toBe(false);
  });
});

describe("with a key", () => {
  test("it is what the key's scope leaves", () => {
    const may = keyed({ permissions: ["asset.view"], folders: ["brand", "raw"], until: 10 });
    expect(may("asset.view")).toEqual({ ...plain, include: ["brand", "raw"] });
    expect(isNowhere(may("asset.edit"))).toBe(true);
    expect(isNowhere(may("asset.view", 10))).toBe(true);
  });
});

describe("its cost", () => {
  test("is not that of the walls and folders elsewhere", () => {
    const state = stateOf(bigAccount());
    const [got, found] = [vi.spyOn(state, "get"), vi.spyOn(state, "find")];
    const handedOut = () =>
      got.mock.calls.length + found.mock.results.reduce((sum, { value }) => sum + value.length, 0);
    expect(scopeOf(state, "small", "asset.edit", 0)).toMatchObject({ include: ["c0"], except: [] });
    expect(handedOut()).toBeLessThan(200);
    expect(scopesOf(state, "small", 0).size).toBe(2);
    expect(handedOut()).toBeLessThan(500);
  });

  test("is not that of the tree for whom sees nearly all of it", () => {
    const folders = Object.fromEntries(
      Array.from({ length: 5000 }, (_, at) => [`f${at}`, at ? { parent: `f${(at - 1) >> 3}` } : {}]),
    );
    const world = bigAccount();
    const state = stateOf({
      ...world,
      folders: { ...folders, wall: { parent: "f4999", restricted: true } },
      grants: [{ user: "small", role: "editor" }],
    });
    const found = vi.spyOn(state, "find");
    expect(scopeOf(state, "small", "asset.view", 0)).toMatchObject({ everywhere: true, except: ["wall"] });
    expect(found.mock.results.reduce((sum, { value }) => sum + value.length, 0)).toBeLessThan(50);
  });

  test("is not that of the walls for whom none of them stops", () => {
    const state = stateOf(bigAccount());
    const got = vi.spyOn(state, "get");
    expect(scopeOf(state, "all", "asset.edit", 0)).toMatchObject({ everywhere: true, except: [] });
    expect(got.mock.calls.length).toBeLessThan(200);
  });
});

/** A user with a small corner, in a big account full of walls. */
function bigAccount(): World {
  const corner = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`c${at}`, { parent: at ? `c${(at - 1) >> 1}` : "root" }]),
  );
  const walls = Object.fromEntries(
    Array.from({ length: 5000 }, (_, at) => [
      `w${at}`,
      { parent: at < 50 ? "elsewhere" : `w${at % 50}`, restricted: true },
    ]),
  );
  return {
    permissions: { "asset.view": {}, "asset.edit": { needs: ["asset.view"] } },
    folders: { root: {}, elsewhere: { parent: "root" }, ...walls, ...corner },
    roles: { editor: { permissions: ["asset.*"] }, admin: { allAccess: true } },
    users: { small: "active", all: "active" },
    grants: [
      { user: "small", role: "editor", folders: ["c0"] },
      { user: "all", role: "admin" },
    ],
  };
}

/** What ada, who has all access, may do with a key. */
function keyed(key: object) {
  const state = stateOf(library);
  const row = {
    id: "k",
    owner: "ada",
    name: "k",
    permissions: null,
    folders: null,
    connections: null,
    until: null,
  };
  state.put("key", "k", { ...row, ...key });
  const principal = { account: "account", user: "ada", credential: { kind: "key" as const, id: "k" } };
  return (permission: string, now = 0) => scopeAs(state, principal, permission, now);
}
