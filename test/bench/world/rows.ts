import { type Override, State } from "@gatefold/core";
import { ROOT } from "./tree.ts";
import type { World, WorldRole } from "./world.ts";

/** The same world as the rows that an account is made of. */
export function stateOf(world: World): State {
  const state = new State();
  state.put("account", "acc_bench", {
    id: "acc_bench",
    name: "Bench",
    status: "active",
    plan: { features: [], limits: {} },
  });
  for (const id of world.permissions) {
    state.put("permission", id, {
      id,
      level: "folder",
      needs: [],
      feature: null,
      connector: null,
      description: "",
      aliases: [],
    });
  }
  putFolders(world, state);
  for (const role of world.roles) state.put("role", role.id, roleRow(world, role));
  putUsers(world, state);
  return state;
}

function putFolders({ tree, folderIds }: World, state: State): void {
  for (const [at, id] of folderIds.entries()) {
    const above = tree.parents[at] ?? -1;
    const [parent, workspace] = [folderIds[above] ?? null, above === ROOT];
    state.put("folder", id, { id, parent, name: "Folder", restricted: false, workspace });
  }
}

function putUsers(world: World, state: State): void {
  for (const { id, roles, overrides } of world.users) {
    state.put("user", id, { id, username: id, name: "", email: null, kind: "person", status: "active" });
    for (const role of roles) {
      const grant = grantOf(`${id}/${role}`, id, world.roles[role]?.id ?? "");
      state.put("grant", grant.id, grant);
    }
    for (const [at, { effect, permission, folder }] of overrides.entries()) {
      const override: Override = {
        id: `${id}/o${at}`,
        user: id,
        effect,
        permission: world.permissions[permission] ?? "",
        folder: world.folderIds[folder] ?? null,
        from: null,
        until: null,
        reason: "",
        givenBy: null,
      };
      state.put("override", override.id, override);
    }
  }
}

export function roleRow(world: World, { id, permissions, folders }: WorldRole) {
  return {
    id,
    name: id,
    description: "",
    permissions: permissions.map((at) => world.permissions[at] ?? ""),
    folders: folders.map((at) => world.folderIds[at] ?? ""),
    allAccess: false,
    feature: null,
  };
}

export function grantOf(id: string, user: string, role: string) {
  const narrowing = { folders: null, asset: null, collection: null };
  return {
    id,
    user,
    group: null,
    role,
    ...narrowing,
    from: null,
    until: null,
    reason: "",
    givenBy: null,
  };
}
