import * as cedarWasm from "@cedar-policy/cedar-wasm/nodejs";
import type { Contender } from "./contender.ts";
import { exceptionsTo } from "../world/exceptions.ts";
import type { Queries } from "../world/queries.ts";
import { pathOf } from "../world/tree.ts";
import type { World, WorldUser } from "../world/world.ts";

/**
 * Cedar: a parsed policy set is kept for each user, with what his roles and overrides say. It keeps no entities between
 * calls, so that each call brings the one folder with its parents. A forbid always wins in Cedar: a deny is written
 * with the nearer allows as its exceptions.
 */
export function cedar(world: World, queries: Queries): Contender[] {
  const { userIds, permissionIds, folderIds } = queries;
  const asked = new Set(queries.users);
  for (const [at, user] of world.users.entries()) {
    if (asked.has(at)) keep(user.id, policiesOf(world, user));
  }
  const entityBy = new Map<string, cedarWasm.EntityJson>();
  for (const folder of new Set(queries.folders)) {
    const uids = pathOf(world.tree.parents, folder).map((at) => ({ type: "Folder", id: idAt(world, at) }));
    const [uid, ...parents] = uids;
    if (uid) entityBy.set(uid.id, { uid, attrs: {}, parents });
  }
  return [
    {
      name: "cedar-wasm",
      form: "ids",
      manner: "one parsed policy set a user, statefulIsAuthorized with the folder's entity",
      run: (from, to) => {
        let allowed = 0;
        for (let at = from; at < to; at += 1) {
          const answer = cedarWasm.statefulIsAuthorized({
            principal: { type: "User", id: userIds[at] as string },
            action: { type: "Action", id: permissionIds[at] as string },
            resource: { type: "Folder", id: folderIds[at] as string },
            context: {},
            preparsedPolicySetId: userIds[at] as string,
            entities: [entityBy.get(folderIds[at] as string) as cedarWasm.EntityJson],
          });
          if (answer.type === "success" && answer.response.decision === "allow") allowed += 1;
        }
        return allowed;
      },
    },
  ];
}

function keep(id: string, policies: readonly string[]): void {
  const answer = cedarWasm.preparsePolicySet(id, { staticPolicies: policies.join("\n") });
  if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
}

function policiesOf(world: World, user: WorldUser): string[] {
  const folder = (at: number) => `Folder::"${idAt(world, at)}"`;
  const action = (at: number) => `Action::"${world.permissions[at]}"`;
  const under = (folders: readonly number[]) => folders.map((at) => `resource in ${folder(at)}`).join(" || ");
  const ofRoles = user.roles.map((held) => {
    const { permissions, folders } = world.roles[held] ?? { permissions: [], folders: [] };
    const actions = permissions.map(action).join(", ");
    return `permit (principal, action in [${actions}], resource) when { ${under(folders)} };`;
  });
  const ofOverrides = user.overrides.map((override) => {
    const scope = `(principal, action == ${action(override.permission)}, resource in ${folder(override.folder)})`;
    if (override.effect === "allow") return `permit ${scope};`;
    const exceptions = exceptionsTo(world, user, override);
    return exceptions.length > 0 ? `forbid ${scope} unless { ${under(exceptions)} };` : `forbid ${scope};`;
  });
  return [...ofRoles, ...ofOverrides];
}

function idAt(world: World, folder: number): string {
  return world.folderIds[folder] ?? "";
}
