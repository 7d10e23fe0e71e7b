import { chanceFrom, type Chance } from "./random.ts";
import { mayThey } from "./reference.ts";
import { within } from "./tree.ts";
import type { World } from "./world.ts";

/** What is asked, twice: by number and by id. */
export interface Queries {
  readonly count: number;
  readonly users: Int32Array;
  readonly permissions: Int32Array;
  readonly folders: Int32Array;
  readonly userIds: readonly string[];
  readonly permissionIds: readonly string[];
  readonly folderIds: readonly string[];
  /** The right answers. */
  readonly allowed: Uint8Array;
}

/**
 * Half of them allowed, mixed. Of those to be allowed, each is aimed at something that a role of the user's gives or
 * an override allows; those to be denied are half random, half aimed at what the user may do elsewhere.
 */
export function queriesOn(world: World, count = 10_000, seed = 2): Queries {
  const chance = chanceFrom(seed);
  const users = new Int32Array(count);
  const permissions = new Int32Array(count);
  const folders = new Int32Array(count);
  const allowed = new Uint8Array(count);
  let left = { allow: Math.ceil(count / 2), deny: Math.floor(count / 2) };
  for (let query = 0; query < count;) {
    const wanted = chance.below(left.allow + left.deny) < left.allow;
    const [user, permission, folder] = wanted ? aimed(world, chance) : stray(world, chance);
    if (mayThey(world, user, permission, folder) !== wanted) continue;
    left = wanted ? { ...left, allow: left.allow - 1 } : { ...left, deny: left.deny - 1 };
    users[query] = user;
    permissions[query] = permission;
    folders[query] = folder;
    allowed[query] = wanted ? 1 : 0;
    query += 1;
  }
  return {
    count,
    users,
    permissions,
    folders,
    allowed,
    userIds: copies(
      world.users.map(({ id }) => id),
      users,
    ),
    permissionIds: copies(world.permissions, permissions),
    folderIds: copies(world.folderIds, folders),
  };
}

type Asked = readonly [user: number, permission: number, folder: number];

function aimed(world: World, chance: Chance): Asked {
  const user = chance.below(world.users.length);
  const { roles, overrides } = world.users[user] ?? { roles: [], overrides: [] };
  if (overrides.length > 0 && chance.happens(0.2)) {
    const { permission, folder } = chance.pick(overrides);
    return [user, permission, within(world.tree, folder, chance)];
  }
  const role = world.roles[chance.pick(roles)];
  if (!role) return stray(world, chance);
  return [user, chance.pick(role.permissions), within(world.tree, chance.pick(role.folders), chance)];
}

function stray(world: World, chance: Chance): Asked {
  const folder = chance.below(world.folderIds.length);
  if (chance.happens(0.5)) {
    const [user, permission] = aimed(world, chance);
    return [user, permission, folder];
  }
  return [chance.below(world.users.length), chance.below(world.permissions.length), folder];
}

/** These ids in other string objects: a caller's never are the ones that we keep. */
function copies(ids: readonly string[], of: Int32Array): string[] {
  return Array.from(of, (at) => Buffer.from(ids[at] ?? "", "latin1").toString("latin1"));
}
