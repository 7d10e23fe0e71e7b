import { authorise } from "../src/authority/authorise.ts";
import { builtInCatalogue } from "../src/catalogue.ts";
import type { Event } from "../src/state/events.ts";
import type { ApiKey, Override, Role } from "../src/model.ts";
import type { State } from "../src/state/state.ts";
import { grantOf, stateOf, type World } from "./world.ts";

/** An agency with two clients, its people, and a key of each: what rule 11 is tried on. */
export const agency: World = {
  permissions: Object.fromEntries(
    builtInCatalogue([{ id: "x", name: "X" }]).permissions.map((permission) => [permission.id, permission]),
  ),
  folders: {
    top: {},
    client: { parent: "top", workspace: true },
    photos: { parent: "client" },
    vault: { parent: "client", restricted: true },
    deep: { parent: "vault" },
    other: { parent: "top", workspace: true },
  },
  assets: { pic: { folder: "photos" }, secret: { folder: "deep" }, ad: { folder: "other" } },
  collections: { best: { folder: "client", assets: ["pic"] } },
  connections: [{ connector: "x", id: "shop", folder: "client" }],
  roles: {
    owner: { allAccess: true },
    viewer: { permissions: ["asset.view"] },
    sender: { permissions: ["deliver.*", "asset.download"] },
    lead: {
      permissions: [
        "asset.*",
        "folder.*",
        "collection.*",
        "grants.*",
        "overrides.*",
        "access.*",
        "connections.*",
      ],
    },
    staff: {
      permissions: [
        "users.manage",
        "roles.manage",
        "keys.manage",
        "workspace.create",
        "web-api.use",
        "account.manage",
      ],
    },
  },
  users: { eve: "active", lea: "active", sam: "active", bob: "active", zoe: "suspended" },
  groups: { crew: ["bob"], club: [] },
  grants: [
    { id: "eve-owner", user: "eve", role: "owner" },
    { id: "lea-lead", user: "lea", role: "lead", folders: ["client"] },
    { id: "sam-staff", user: "sam", role: "staff" },
    { id: "sam-viewer", user: "sam", role: "viewer" },
    { id: "zoe-viewer", user: "zoe", role: "viewer" },
  ],
};

/** Every person's own key, not cut down; `cut` says how a test cuts it. */
export function keyOf(user: string, cut: Partial<ApiKey> = {}): ApiKey {
  return {
    id: `${user}-key`,
    owner: user,
    name: "",
    permissions: null,
    folders: null,
    connections: null,
    until: null,
    ...cut,
  };
}

export const role = (id: string, fields: Partial<Role> = {}): Role => ({
  id,
  name: id,
  description: "",
  permissions: [],
  folders: "all",
  allAccess: false,
  feature: null,
  ...fields,
});

const override = (
  fields: Partial<Override> & Pick<Override, "user" | "effect" | "permission">,
): Override => ({
  id: "new-override",
  folder: null,
  from: null,
  until: null,
  reason: "",
  givenBy: null,
  ...fields,
});

/** Events in short. */
export const give = (fields: Parameters<typeof grantOf>[1]) =>
  ({ type: "grant.given", grant: grantOf("new-grant", fields) }) as Event;
export const allow = (fields: Partial<Override> & { user: string; permission: string }) =>
  ({ type: "override.set", override: override({ effect: "allow", ...fields }) }) as Event;
export const deny = (fields: Partial<Override> & { user: string; permission: string }) =>
  ({ type: "override.set", override: override({ effect: "deny", ...fields }) }) as Event;
export const changeRole = (id: string, fields: Partial<Role>) =>
  ({ type: "role.changed", role: role(id, fields) }) as Event;

/** What the agency answers to somebody who brings these events: "yes", or the refusal's code, permission and place. */
export function answerTo(
  by: string,
  events: Event | readonly Event[],
  { world = agency, key = {}, now = 0 }: { world?: World; key?: Partial<ApiKey>; now?: number } = {},
): string {
  const state = stateWithKeys(world, keyOf(by, key));
  const principal = { account: "account", user: by, credential: { kind: "key", id: `${by}-key` } } as const;
  const refusal = authorise(state, principal, [events].flat(), now);
  if (!refusal) return "yes";
  const { code, permission, at } = refusal;
  return permission === null ? code : `${code} ${permission} at ${at ?? "the account"}`;
}

export function stateWithKeys(world: World, ...keys: readonly ApiKey[]): State {
  const state = stateOf(world);
  for (const user of Object.keys(world.users)) state.put("key", `${user}-key`, keyOf(user));
  for (const key of keys) state.put("key", key.id, key);
  return state;
}

/** The agency with more. */
export function withMore(more: Partial<World>): World {
  return {
    ...agency,
    ...more,
    roles: { ...agency.roles, ...more.roles },
    users: { ...agency.users, ...more.users },
    folders: { ...agency.folders, ...more.folders },
    grants: [...(agency.grants ?? []), ...(more.grants ?? [])],
  };
}
