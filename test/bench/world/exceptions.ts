import { pathOf } from "./tree.ts";
import type { World, WorldOverride, WorldUser } from "./world.ts";

/**
 * The folders under which a deny does not count, since an allow of the same user and permission stands nearer: for
 * contenders in which a deny always wins.
 */
export function exceptionsTo(world: World, user: WorldUser, deny: WorldOverride): number[] {
  return user.overrides
    .filter(({ effect, permission }) => effect === "allow" && permission === deny.permission)
    .map(({ folder }) => folder)
    .filter((folder) => folder !== deny.folder && pathOf(world.tree.parents, folder).includes(deny.folder));
}
