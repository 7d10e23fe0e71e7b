import { describe, expect, test, vi } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf, type World } from "../../test/world.ts";
import { type FolderPosition, foldersIn } from "./folders.ts";
import { scopeOf } from "./scope-of.ts";

const named = (world: World): World => ({
  ...world,
  folders: Object.fromEntries(
    Object.entries(world.folders ?? {}).map(([id, row]) => [id, { name: id, ...row }]),
  ),
});
const state = stateOf(named(library));
const page = (user: string, options: Partial<Parameters<typeof foldersIn>[2]>) =>
  foldersIn(state, scopeOf(state, user, "asset.view", 0), { limit: 3, ...options });
const ids = (user: string, options: Partial<Parameters<typeof foldersIn>[2]> = {}) =>
  page(user, options)?.folders.map(({ id }) => id);

describe("the folders of a scope, page by page", () => {
  test("come in the order of the tree", () => {
    expect(ids("bea", { limit: 20 })).toEqual([
      "library",
      "brand",
      "logos",
      "campaigns",
      "summer",
      "raw",
      "winter",
      "inbox",
    ]);
    expect(ids("kim")).toEqual(["brand", "legal", "contracts"]);
    expect(ids("kim", { after: page("kim", {})?.next ?? null })).toEqual(["logos"]);
    expect(ids("bea", { within: "campaigns" })).toEqual(["campaigns", "summer", "raw"]);
    expect(ids("bea", { within: "legal" })).toEqual([]);
  });

  test("go on after a folder that was renamed or deleted meanwhile", () => {
    const after: FolderPosition = { parent: "campaigns", name: "t", id: "gone" };
    expect(ids("bea", { after })).toEqual(["winter", "inbox"]);
  });

  test("tell a position in a hidden folder from one in a missing folder by nothing", () => {
    expect(ids("bea", { after: { parent: "legal", name: "a", id: "a" } })).toBeUndefined();
    expect(ids("bea", { after: { parent: "attic", name: "a", id: "a" } })).toBeUndefined();
    expect(
      ids("bea", { after: { parent: "brand", name: "a", id: "a" }, within: "campaigns" }),
    ).toBeUndefined();
  });

  test("cost what is on the page, not what is hidden", () => {
    const hidden = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [
        `h${at}`,
        { parent: at < 10 ? "root" : `h${(at / 10) | 0}` },
      ]),
    );
    const shown = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`s${at}`, { parent: at === 0 ? "h19999" : "s0" }]),
    );
    const big = stateOf({
      permissions: { "asset.view": {} },
      folders: { root: {}, ...hidden, ...shown },
      roles: { viewer: { permissions: ["asset.view"] } },
      users: { hal: "active" },
      grants: [{ user: "hal", role: "viewer", folders: ["s0"] }],
    });
    const [got, found] = [vi.spyOn(big, "get"), vi.spyOn(big, "find")];
    const first = foldersIn(big, scopeOf(big, "hal", "asset.view", 0), { limit: 50 });
    expect(first?.folders).toHaveLength(20);
    expect(first?.next).toBeNull();
    const handedOut =
      got.mock.calls.length + found.mock.results.reduce((sum, { value }) => sum + value.length, 0);
    expect(handedOut).toBeLessThan(300);
  });
});
