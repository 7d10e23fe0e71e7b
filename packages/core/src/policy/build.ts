import type { Grant, Permission } from "../model.ts";
import { State } from "../state/state.ts";
import type { PolicyDocument } from "./schema.ts";
import { type Names, permissionEntry } from "./names.ts";

const unique = (list: readonly string[]): string[] => [...new Set(list)];

/**
 * The state a checked document describes. Rows are put as they stand, in whatever order: names, references and cycles
 * were checked with their paths before.
 */
export function buildState(document: PolicyDocument, names: Names): State {
  const state = new State();
  const { account, plan } = document;
  const features = unique(plan.features);
  const { status, creatorRole } = account;
  state.put("account", "account", {
    id: "account",
    name: "",
    status,
    ...(creatorRole === null ? {} : { creatorRole }),
    plan: { features, limits: plan.limits },
  });
  for (const entry of document.permissions) {
    const permission = asPermission(permissionEntry(entry), names);
    state.put("permission", permission.id, permission);
  }
  for (const { name, ...folder } of document.folders)
    state.put("folder", folder.id, { ...folder, name: name ?? folder.id });
  for (const asset of document.assets)
    state.put("asset", asset.id, { ...asset, name: asset.id, version: null });
  for (const { id, folder, assets } of document.collections) {
    state.put("collection", id, { id, folder, name: id, assets: unique(assets) });
  }
  for (const connection of connectionsOf(document)) {
    state.put("connection", connection.id, { ...connection, name: connection.id, settings: {} });
  }
  putPeople(state, document);
  putRights(state, document, names);
  return state;
}

function asPermission(entry: Permission, names: Names): Permission {
  return {
    ...entry,
    needs: unique(entry.needs.map((need) => idOf(names, need))),
    aliases: unique(entry.aliases),
  };
}

function idOf(names: Names, permission: string): string {
  return names.permission.get(permission) ?? permission;
}

/** `connectors` is short for one connection of each, of the same id, that serves everything. */
function connectionsOf({ connectors, connections }: PolicyDocument): PolicyDocument["connections"] {
  return [
    ...unique(connectors).map((connector) => ({ id: connector, connector, folder: null })),
    ...connections,
  ];
}

function putPeople(state: State, { users, groups }: PolicyDocument): void {
  for (const { id, status } of users) {
    state.put("user", id, { id, username: id, name: id, email: null, kind: "person", status });
  }
  for (const { id, members } of groups) state.put("group", id, { id, name: id, members: unique(members) });
}

function putRights(state: State, document: PolicyDocument, names: Names): void {
  for (const role of document.roles) {
    const permissions = unique(role.permissions.map((permission) => idOf(names, permission)));
    const folders = role.folders === "all" ? "all" : unique(role.folders);
    state.put("role", role.id, { ...role, name: role.name ?? role.id, permissions, folders });
  }
  for (const { livesBy, ...grant } of document.grants) {
    const folders = grant.folders && unique(grant.folders);
    const life = livesBy === null ? {} : { livesBy };
    state.put("grant", grant.id, { ...grant, ...life, folders, givenBy: null });
  }
  for (const grant of plainGrants(document)) state.put("grant", grant.id, grant);
  for (const override of document.overrides) {
    const permission = idOf(names, override.permission);
    state.put("override", override.id, { ...override, permission, givenBy: null });
  }
}

/** The grants that `users[].roles` is short for, under ids that no other grant has. */
export function plainGrants({ users, grants }: PolicyDocument): Grant[] {
  const taken = new Set(grants.map(({ id }) => id));
  const open = {
    group: null,
    folders: null,
    asset: null,
    collection: null,
    from: null,
    until: null,
    reason: "",
    givenBy: null,
  };
  const plain: Grant[] = [];
  for (const { id: user, roles } of users) {
    for (const role of unique(roles)) {
      let id = `${user}:${role}`;
      while (taken.has(id)) id += "'";
      taken.add(id);
      plain.push({ id, user, role, ...open });
    }
  }
  return plain;
}
