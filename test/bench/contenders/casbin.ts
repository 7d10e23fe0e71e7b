import { type Enforcer, newEnforcer, newModelFromString, StringAdapter } from "casbin";
import type { Contender } from "./contender.ts";
import type { Queries } from "../world/queries.ts";
import { pathOf } from "../world/tree.ts";
import type { World, WorldUser } from "../world/world.ts";

/** The first line that matches decides; lines stand in the order of their priority. */
const model = `
[request_definition]
r = obj, act
[policy_definition]
p = priority, obj, act, eft
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = keyMatch(r.obj, p.obj) && regexMatch(r.act, p.act)
`;

/**
 * casbin: an enforcer for each user, with the lines of his own roles and overrides only (what its guide calls a policy
 * subset), since one for all looks at each line of each role. Folders are paths with keyMatch, a role's permissions one
 * expression. Overrides come before roles, deeper ones first, a deny before the allows of its folder.
 */
export async function casbin(world: World, queries: Queries): Promise<Contender[]> {
  const enforcerBy = new Map<string, Enforcer>();
  for (const user of new Set(queries.users)) {
    const { id } = world.users[user] as WorldUser;
    enforcerBy.set(id, await newEnforcer(newModelFromString(model), new StringAdapter(linesOf(world, user))));
  }
  const pathBy = new Map<string, string>();
  for (const folder of new Set(queries.folders)) {
    pathBy.set(world.folderIds[folder] as string, keyOf(world, folder));
  }
  const { userIds, permissionIds, folderIds } = queries;
  return [
    {
      name: "casbin",
      form: "ids",
      manner: "one enforcer a user with his own lines only, folders as paths",
      run: (from, to) => {
        let allowed = 0;
        for (let at = from; at < to; at += 1) {
          const enforcer = enforcerBy.get(userIds[at] as string) as Enforcer;
          const path = pathBy.get(folderIds[at] as string) as string;
          if (enforcer.enforceSync(path, permissionIds[at])) allowed += 1;
        }
        return allowed;
      },
    },
  ];
}

function linesOf(world: World, at: number): string {
  const { roles, overrides } = world.users[at] as WorldUser;
  const depth = (folder: number) => pathOf(world.tree.parents, folder).length;
  const ofOverrides = overrides.map(({ effect, permission, folder }) => {
    const priority = 2 * (10 - depth(folder)) + Number(effect === "allow");
    return `p, ${priority}, ${keyOf(world, folder)}*, ^${world.permissions[permission]}$, ${effect}`;
  });
  const ofRoles = roles.flatMap((held) => {
    const { permissions, folders } = world.roles[held] ?? { permissions: [], folders: [] };
    const actions = `^(${permissions.map((permission) => world.permissions[permission]).join("|")})$`;
    return folders.map((folder) => `p, 100, ${keyOf(world, folder)}*, ${actions}, allow`);
  });
  return [...ofOverrides, ...ofRoles].join("\n");
}

/** A folder's path from the top, closed by a slash so that no other folder's begins with it. */
function keyOf(world: World, folder: number): string {
  return `/${pathOf(world.tree.parents, folder)
    .toReversed()
    .map((at) => world.folderIds[at])
    .join("/")}/`;
}
