import { bareIndex } from "./bare-index.ts";
import type { Contender } from "./contender.ts";
import type { Queries } from "../world/queries.ts";
import type { World } from "../world/world.ts";

/** The bare index, with numbers and with ids: Maps at the edge, as in the engine. */
export function bare(world: World, queries: Queries): Contender[] {
  const index = bareIndex(world);
  const userBy = numbered(world.users.map(({ id }) => id));
  const permissionBy = numbered(world.permissions);
  const folderBy = numbered(world.folderIds);
  const { users, permissions, folders, userIds, permissionIds, folderIds } = queries;
  return [
    {
      name: "bare index",
      form: "handles",
      manner: "the same structure without any feature",
      run: (from, to) => {
        let allowed = 0;
        for (let at = from; at < to; at += 1) {
          if (index.can(users[at] as number, permissions[at] as number, folders[at] as number)) allowed += 1;
        }
        return allowed;
      },
    },
    {
      name: "bare index",
      form: "ids",
      manner: "the same structure without any feature, and three Maps",
      run: (from, to) => {
        let allowed = 0;
        for (let at = from; at < to; at += 1) {
          const user = userBy.get(userIds[at] as string);
          const permission = permissionBy.get(permissionIds[at] as string);
          const folder = folderBy.get(folderIds[at] as string);
          if (user === undefined || permission === undefined || folder === undefined) continue;
          if (index.can(user, permission, folder)) allowed += 1;
        }
        return allowed;
      },
    },
  ];
}

function numbered(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, at) => [id, at]));
}
