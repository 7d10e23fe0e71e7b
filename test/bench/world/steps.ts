import type { Event } from "@gatefold/core";
import { chanceFrom, type Chance } from "./random.ts";
import { mayThey } from "./reference.ts";
import { grantOf, roleRow } from "./rows.ts";
import { pathOf, ROOT, type Tree, within } from "./tree.ts";
import type { World, WorldRole, WorldUser } from "./world.ts";

/** A change, a question that it touches, and what is right to answer after it. */
export interface Step {
  readonly kind: "a grant" | "a role edit" | "a subtree move";
  readonly event: Event;
  readonly asked: { readonly user: string; readonly permission: string; readonly folder: string };
  readonly answer: boolean;
}

/** The world as it changes: the given one is left as it was. */
interface Changing extends World {
  readonly roles: WorldRole[];
  readonly users: WorldUser[];
}

/** So many changes in turn, each on the world that those before it have left. */
export function stepsOn(world: World, count: number, seed = 3): Step[] {
  const chance = chanceFrom(seed);
  const tree: Tree = { ...world.tree, parents: Int32Array.from(world.tree.parents) };
  const now: Changing = { ...world, tree, roles: [...world.roles], users: [...world.users] };
  return Array.from({ length: count }, (_, at) => {
    if (at % 3 === 0) return granted(now, at, chance);
    return at % 3 === 1 ? roleEdited(now, chance) : subtreeMoved(now, chance);
  });
}

/** Somebody gets a role that he has not, and asks for something that it gives. */
function granted(world: Changing, at: number, chance: Chance): Step {
  const user = chance.below(world.users.length);
  const before = world.users[user] as WorldUser;
  const given = chance.below(world.roles.length);
  const role = world.roles[given] as WorldRole;
  world.users[user] = { ...before, roles: [...before.roles, given] };
  const grant = grantOf(`gra_step${at}`, before.id, role.id);
  const folder = within(world.tree, chance.pick(role.folders), chance);
  return step(world, "a grant", { type: "grant.given", grant }, [
    user,
    chance.pick(role.permissions),
    folder,
  ]);
}

/** A role gets or loses a permission, and one who has it asks for that. */
function roleEdited(world: Changing, chance: Chance): Step {
  const user = chance.below(world.users.length);
  const edited = chance.pick((world.users[user] as WorldUser).roles);
  const before = world.roles[edited] as WorldRole;
  const permission = chance.below(world.permissions.length);
  const permissions = before.permissions.includes(permission)
    ? before.permissions.filter((one) => one !== permission)
    : [...before.permissions, permission];
  const role = { ...before, permissions };
  world.roles[edited] = role;
  const event: Event = { type: "role.changed", role: roleRow(world, role) };
  const folder = within(world.tree, chance.pick(role.folders), chance);
  return step(world, "a role edit", event, [user, permission, folder]);
}

/** A folder with all below it gets another parent, and somebody asks for something inside. */
function subtreeMoved(world: Changing, chance: Chance): Step {
  const { parents } = world.tree;
  const user = chance.below(world.users.length);
  const held = chance.pick((world.users[user] as WorldUser).roles);
  const top = chance.pick((world.roles[held] as WorldRole).folders);
  const way = new Set([-1, ROOT, ...pathOf(parents, top)]);
  let moved = top;
  // A random folder's parent, so that something is below it; none that lies above its new place.
  while (way.has(moved)) moved = parents[chance.below(parents.length)] ?? -1;
  parents[moved] = top;
  const [id, parent] = [world.folderIds[moved] as string, world.folderIds[top] as string];
  const permission = chance.pick((world.roles[held] as WorldRole).permissions);
  const folder = within(world.tree, moved, chance);
  return step(world, "a subtree move", { type: "folder.moved", id, parent }, [user, permission, folder]);
}

type Asked = readonly [user: number, permission: number, folder: number];

function step(world: World, kind: Step["kind"], event: Event, [user, permission, folder]: Asked): Step {
  const asked = {
    user: (world.users[user] as WorldUser).id,
    permission: world.permissions[permission] as string,
    folder: world.folderIds[folder] as string,
  };
  return { kind, event, asked, answer: mayThey(world, user, permission, folder) };
}
