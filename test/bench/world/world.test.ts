import { expect, test } from "vitest";
import { chanceFrom } from "./random.ts";
import { queriesOn } from "./queries.ts";
import { mayThey } from "./reference.ts";
import { pathOf, within } from "./tree.ts";
import { sizes, type World, worldOf } from "./world.ts";

const world = worldOf("M");

test("a world is of the size and shape that is promised", () => {
  const { users, roles, folders } = sizes.M;
  expect([world.users.length, world.roles.length, world.folderIds.length]).toEqual([users, roles, folders]);
  expect(world.permissions).toHaveLength(64);
  const depths = world.folderIds.map((_, folder) => pathOf(world.tree.parents, folder).length);
  expect(Math.max(...depths)).toBe(8);
  for (const role of world.roles) {
    expect(role.permissions.length).toBeGreaterThanOrEqual(16);
    expect(role.permissions.length).toBeLessThanOrEqual(24);
    expect(role.folders.length).toBeGreaterThanOrEqual(1);
    expect(role.folders.length).toBeLessThanOrEqual(10);
  }
  const counts = world.users.map((user) => user.roles.length);
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([1, 4]);
  const withOverrides = world.users.filter(({ overrides }) => overrides.length > 0);
  expect(withOverrides).toHaveLength(users / 10);
  expect(Math.max(...withOverrides.map(({ overrides }) => overrides.length))).toBe(5);
});

test("the same seed gives the same world and the same queries, another one others", () => {
  expect(worldOf("S")).toEqual(worldOf("S"));
  expect(worldOf("S")).not.toEqual(worldOf("S", 7));
  expect(queriesOn(world, 200)).toEqual(queriesOn(world, 200));
});

test("half of the queries are allowed, and each answer is the reference's", () => {
  const { users, permissions, folders, allowed } = queriesOn(world, 1_000);
  expect(allowed.reduce((sum, yes) => sum + yes, 0)).toBe(500);
  for (const [query, user] of users.entries()) {
    const right = mayThey(world, user, permissions[query] ?? -1, folders[query] ?? -1);
    expect(allowed[query]).toBe(right ? 1 : 0);
  }
});

test("a folder's subtree is the folders that have it above them", () => {
  const chance = chanceFrom(3);
  const { tree } = worldOf("S");
  for (const [folder, start] of tree.starts.entries()) {
    const stretch = tree.order.slice(start, start + (tree.counts[folder] ?? 0));
    const below = [...tree.parents.keys()].filter((at) => pathOf(tree.parents, at).includes(folder));
    expect(Array.from(stretch.toSorted())).toEqual(below);
    expect(below).toContain(within(tree, folder, chance));
  }
});

test("the nearest override decides, and on one folder a deny", () => {
  // 0 ▸ 1 ▸ 2, one user with one role on everything.
  const small: World = {
    size: "S",
    permissions: ["photo.view"],
    tree: {
      parents: Int32Array.of(-1, 0, 1),
      order: Int32Array.of(0, 1, 2),
      starts: Int32Array.of(0, 1, 2),
      counts: Int32Array.of(3, 2, 1),
    },
    folderIds: ["top", "middle", "leaf"],
    roles: [{ id: "viewer", permissions: [0], folders: [0] }],
    users: [],
  };
  const answers = (...overrides: ["allow" | "deny", number][]) => {
    const marks = overrides.map(([effect, folder]) => ({ effect, permission: 0, folder }));
    const asked = { ...small, users: [{ id: "ann", roles: [0], overrides: marks }] };
    return [0, 1, 2].map((folder) => mayThey(asked, 0, 0, folder));
  };
  expect(answers()).toEqual([true, true, true]);
  expect(answers(["deny", 1])).toEqual([true, false, false]);
  expect(answers(["deny", 1], ["allow", 2])).toEqual([true, false, true]);
  expect(answers(["deny", 1], ["allow", 1])).toEqual([true, false, false]);
  expect(answers(["deny", 0], ["allow", 1])).toEqual([false, true, true]);
});
