import { pathOf } from "./tree.ts";
import type { World } from "./world.ts";

/**
 * The right answer, as naively as it can be said: the nearest override of this permission decides, a deny before an
 * allow on one folder; else any role of the user that has the permission on a subtree with the folder in it.
 */
export function mayThey(world: World, user: number, permission: number, folder: number): boolean {
  const { overrides, roles } = world.users[user] ?? { overrides: [], roles: [] };
  const path = pathOf(world.tree.parents, folder);
  for (const at of path) {
    const here = overrides.filter((override) => override.permission === permission && override.folder === at);
    if (here.some(({ effect }) => effect === "deny")) return false;
    if (here.length > 0) return true;
  }
  return roles.some((held) => {
    const role = world.roles[held];
    return role?.permissions.includes(permission) && role.folders.some((top) => path.includes(top));
  });
}
