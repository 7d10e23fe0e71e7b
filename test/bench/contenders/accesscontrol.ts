import { AccessControl } from "accesscontrol";
import type { Contender } from "./contender.ts";
import { exceptionsTo } from "../world/exceptions.ts";
import type { Queries } from "../world/queries.ts";
import { pathOf } from "../world/tree.ts";
import type { World, WorldUser } from "../world/world.ts";

type Grants = Exclude<ConstructorParameters<typeof AccessControl>[0], readonly unknown[] | undefined>;
type Rule = { attributes: string[]; condition: Condition; effect?: "deny" };
type Condition = { or: Condition[] } | { and: Condition[] } | { not: Condition } | [string, string, number];

/**
 * accesscontrol: its grants are by role, its conditions can look into the folder's path, and a deny takes away from the
 * roles of its own chain only. So each user is a role of his own that holds what his roles and overrides say, a deny
 * with the nearer allows as its exceptions.
 */
export function accesscontrol(world: World, queries: Queries): Contender[] {
  const grants: Grants = {};
  for (const at of new Set(queries.users)) {
    const user = world.users[at] as WorldUser;
    grants[user.id] = rulesOf(world, user);
  }
  const access = new AccessControl(grants);
  access.lock();
  const folderBy = new Map<string, { folder: { above: number[] } }>();
  for (const folder of new Set(queries.folders)) {
    folderBy.set(world.folderIds[folder] as string, {
      folder: { above: pathOf(world.tree.parents, folder) },
    });
  }
  const partsBy = new Map(world.permissions.map((id) => [id, partsOf(id)]));
  const { userIds, permissionIds, folderIds } = queries;
  return [
    {
      name: "accesscontrol",
      form: "ids",
      manner: "one role a user, conditions over the folder's path in numbers",
      run: (from, to) => {
        let allowed = 0;
        for (let at = from; at < to; at += 1) {
          const context = folderBy.get(folderIds[at] as string) as { folder: { above: number[] } };
          const [resource, action] = partsBy.get(permissionIds[at] as string) as Parts;
          if (access.can(userIds[at] as string, context).do(action, resource).granted) allowed += 1;
        }
        return allowed;
      },
    },
  ];
}

function rulesOf(world: World, user: WorldUser): Record<string, Record<string, Rule[]>> {
  const rules: Record<string, Record<string, Rule[]>> = {};
  const add = (permission: number, rule: Rule) => {
    const [resource, action] = partsOf(world.permissions[permission] ?? "");
    ((rules[resource] ??= {})[action] ??= []).push(rule);
  };
  for (const held of user.roles) {
    const { permissions, folders } = world.roles[held] ?? { permissions: [], folders: [] };
    for (const permission of permissions) add(permission, { attributes: ["*"], condition: under(folders) });
  }
  for (const override of user.overrides) {
    const here = under([override.folder]);
    if (override.effect === "allow") add(override.permission, { attributes: ["*"], condition: here });
    else {
      const exceptions = exceptionsTo(world, user, override);
      const condition = exceptions.length > 0 ? { and: [here, { not: under(exceptions) }] } : here;
      add(override.permission, { attributes: ["*"], condition, effect: "deny" });
    }
  }
  return rules;
}

function under(folders: readonly number[]): Condition {
  return { or: folders.map((folder) => ["$.folder.above", "contains", folder]) };
}

type Parts = readonly [resource: string, action: string];

/** Its names have no dots in them. */
function partsOf(permission: string): Parts {
  const [resource = "", action = ""] = permission.split(".");
  return [resource, action];
}
