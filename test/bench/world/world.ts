import { chanceFrom, type Chance } from "./random.ts";
import { ROOT, type Tree, treeOf, within } from "./tree.ts";

/** What every contender is asked about, in plain numbers: things go by their place in the lists. */
export interface World {
  readonly size: Size;
  readonly permissions: readonly string[];
  readonly tree: Tree;
  readonly folderIds: readonly string[];
  readonly roles: readonly WorldRole[];
  readonly users: readonly WorldUser[];
}

export interface WorldRole {
  readonly id: string;
  readonly permissions: readonly number[];
  /** The tops of the subtrees it reaches. */
  readonly folders: readonly number[];
}

export interface WorldUser {
  readonly id: string;
  readonly roles: readonly number[];
  readonly overrides: readonly WorldOverride[];
}

export interface WorldOverride {
  readonly effect: "allow" | "deny";
  readonly permission: number;
  readonly folder: number;
}

export const sizes = {
  S: { users: 50, roles: 6, folders: 100 },
  M: { users: 1_000, roles: 50, folders: 10_000 },
  L: { users: 10_000, roles: 200, folders: 200_000 },
  XL: { users: 100_000, roles: 1_000, folders: 1_000_000 },
} as const;

export type Size = keyof typeof sizes;

export function isSize(name: string): name is Size {
  return Object.hasOwn(sizes, name);
}

/**
 * 64 permissions; folders up to 8 deep; roles with about 20 permissions on 1-10 subtrees; users with 1-4 roles, a tenth
 * of them with 1-5 overrides.
 */
export function worldOf(size: Size, seed = 1): World {
  const chance = chanceFrom(seed);
  const counts = sizes[size];
  const permissions = resources.flatMap((resource) => actions.map((action) => `${resource}.${action}`));
  const tree = treeOf(counts.folders, chance);
  const idOf = ids(chance);
  const folderIds = Array.from({ length: counts.folders }, () => idOf("fld_"));
  const roles = Array.from({ length: counts.roles }, () => ({
    id: idOf("rol_"),
    permissions: chance.some(chance.between(16, 24), permissions.length),
    folders: chance.some(chance.between(1, 10), counts.folders).map((folder) => climb(tree, folder, chance)),
  }));
  const users = Array.from({ length: counts.users }, (_, at) => {
    const held = chance.some(chance.between(1, 4), counts.roles);
    const reach = held.flatMap((role) => roles[role]?.folders ?? []);
    const overrides = at % 10 === 0 ? chance.between(1, 5) : 0;
    return {
      id: idOf("usr_"),
      roles: held,
      overrides: Array.from({ length: overrides }, () => overrideIn(tree, reach, permissions.length, chance)),
    };
  });
  return { size, permissions, tree, folderIds, roles, users };
}

const resources = ["photo", "video", "text", "page", "mail", "form", "list", "report"];
const actions = ["view", "edit", "create", "remove", "approve", "share", "export", "publish"];

/** A role's subtree begins up to three levels above a random folder, below the root: else nearly all would be leaves. */
function climb(tree: Tree, folder: number, chance: Chance): number {
  let at = folder;
  for (let steps = chance.below(4); steps > 0; steps -= 1) {
    const parent = tree.parents[at] ?? ROOT;
    if (parent <= ROOT) break;
    at = parent;
  }
  return at;
}

/** Half of them below what the user's roles reach, where an override is a matter of life. */
function overrideIn(
  tree: Tree,
  reach: readonly number[],
  permissions: number,
  chance: Chance,
): WorldOverride {
  const folder = chance.happens(0.5)
    ? within(tree, chance.pick(reach), chance)
    : chance.below(tree.parents.length);
  return {
    effect: chance.happens(0.5) ? "allow" : "deny",
    permission: chance.below(permissions),
    folder,
  };
}

/** Ids of the form that the server makes: what it is, and twenty characters of chance. */
function ids(chance: Chance): (prefix: string) => string {
  const digits = "0123456789abcdefghjkmnpqrstvwxyz";
  const id = new Uint8Array(24);
  return (prefix) => {
    for (let at = 0; at < 24; at += 1) {
      id[at] = at < 4 ? prefix.charCodeAt(at) : digits.charCodeAt(chance.below(32));
    }
    return Buffer.from(id).toString("latin1");
  };
}
