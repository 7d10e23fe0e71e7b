import type { BuiltInPermission } from "../catalogue.ts";
import type { Creator, Event } from "../state/events.ts";
import type { ApiKey, Connection, Grant, Override } from "../model.ts";
import { placeOf } from "../decisions/place.ts";
import type { State } from "../state/state.ts";
import type { Actor } from "./actor.ts";
import { askedFor, type PermissionPart } from "./parts.ts";
import { type Region, regionsOf } from "../regions/marks.ts";

/** What an event asks of who brings it about, beside that he gives nothing he doesn't hold. */
export type Demand =
  /** A right at a folder, an asset or (null) the account. */
  | {
      readonly asks: "right";
      readonly permission: BuiltInPermission | PermissionPart;
      readonly at: string | null;
    }
  /** A folder-level right at a region and all below; inside restricted folders too where `inside`. */
  | {
      readonly asks: "throughout";
      readonly permission: BuiltInPermission;
      readonly region: Region;
      readonly inside: boolean;
    }
  /** Every workspace-level right at a folder. */
  | { readonly asks: "workspace-rights"; readonly at: string }
  /** All access at a place; null: everywhere, without a deny or an end. */
  | { readonly asks: "all-access"; readonly at: string | null; readonly why: string }
  /** To be who made it, by a grant that gives this right there. */
  | {
      readonly asks: "creator";
      readonly creator: Creator;
      readonly permission: string;
      readonly at: string | null;
    }
  /** A key whose scope and life contain this one's. */
  | { readonly asks: "wider-key"; readonly than: ApiKey }
  | { readonly asks: "founding" };

type Rules = {
  [Type in Event["type"]]: (state: State, event: Extract<Event, { type: Type }>, actor: Actor) => Demand[];
};

/** All that is asked for this event, in the state before it. Of a thing that is not there nothing is asked: the fold refuses it. */
export function demandsOf(state: State, event: Event, actor: Actor): Demand[] {
  return (rules[event.type] as (state: State, event: Event, actor: Actor) => Demand[])(state, event, actor);
}

const right = (permission: BuiltInPermission | PermissionPart, at: string | null): Demand => ({
  asks: "right",
  permission,
  at,
});
const throughout = (permission: BuiltInPermission, region: Region, inside: boolean): Demand => ({
  asks: "throughout",
  permission,
  region,
  inside,
});
const allAccess = (at: string | null, why: string): Demand => ({ asks: "all-access", at, why });
const founding: Demand = { asks: "founding" };

const atAccount = (permission: BuiltInPermission) => () => [right(permission, null)];
const atFolder =
  (permission: BuiltInPermission) =>
  (_state: State, { id }: { id: string }) => [right(permission, id)];
const onAsset = atFolder;

const rules: Rules = {
  "account.created": () => [founding],
  "plan.set": () => [founding],
  "permissions.defined": () => [founding],
  // What creators are given is not theirs who set it: it must be anybody's to give who could give all.
  "account.creator-role-set": () => [allAccess(null, "This gives rights to everybody who makes a thing")],
  "account.status-set": atAccount("account.manage"),

  "folder.created": (_state, { folder, creator }) =>
    folder.workspace || folder.parent === null
      ? making("workspace.create", null, creator)
      : making("folder.create", folder.parent, creator),
  "folder.renamed": atFolder("folder.manage"),
  "folder.moved": moveFolder,
  "folder.restriction-set": atFolder("folder.manage"),
  "folder.workspace-set": (_state, { id, workspace }) => [
    right("workspace.create", null),
    workspace
      ? { asks: "workspace-rights", at: id }
      : allAccess(id, "Taking a workspace's wall away opens it"),
  ],
  "folder.deleted": atFolder("folder.manage"),

  "asset.created": (_state, { asset, creator }) => making("asset.create", asset.folder, creator),
  "asset.renamed": (state, { id }) => [right(askedFor(state, "asset.rename"), id)],
  "asset.moved": (state, { id, folder }) => [
    right("asset.delete", id),
    right("asset.create", folder),
    ...exporting(state, id, folder),
  ],
  // New bytes that stay approved are approved by who brings them.
  "asset.versioned": (state, { id, approved }) => [
    right("asset.edit", id),
    ...(state.get("asset", id)?.approved && approved !== false ? [right("asset.approve", id)] : []),
  ],
  "asset.approval-set": onAsset("asset.approve"),
  "asset.expiry-set": onAsset("asset.edit"),
  "asset.deleted": onAsset("asset.delete"),

  "collection.created": (_state, { collection }) => [
    right("collection.manage", collection.folder),
    ...collection.assets.map(sharing),
  ],
  "collection.assets-set": changeCollection,
  "collection.renamed": (state, { id }) => atCollection(state, id),
  "collection.deleted": (state, { id }) => atCollection(state, id),

  "role.created": atAccount("roles.manage"),
  "role.changed": (_state, { role }, { account }) => [
    right("roles.manage", null),
    ...(account.creatorRole === role.id ? [allAccess(null, "Whoever makes a thing gets this role")] : []),
  ],
  "role.deleted": atAccount("roles.manage"),

  "group.created": atAccount("users.manage"),
  "group.renamed": atAccount("users.manage"),
  "group.member-added": atAccount("users.manage"),
  "group.member-removed": atAccount("users.manage"),
  "group.deleted": atAccount("users.manage"),

  "user.created": atAccount("users.manage"),
  "user.changed": atAccount("users.manage"),
  "user.status-set": atAccount("users.manage"),

  "grant.given": (state, { grant }) => overGrant(state, grant),
  "grant.ended": (state, { id }) => overGrant(state, state.get("grant", id)),
  "override.set": (_state, { override }) => overOverride(override),
  "override.ended": (state, { id }) => overOverride(state.get("override", id)),

  "connection.created": (_state, { connection }) => overConnection(connection),
  "connection.changed": (state, { connection }) => [
    ...overConnection(state.get("connection", connection.id)),
    ...overConnection(connection),
  ],
  "connection.removed": (state, { id }) => overConnection(state.get("connection", id)),

  "key.created": makeKey,
  /** Whoever learns a key's secret acts with it, as whoever makes one. */
  "key.rolled": (state, { id }, actor) => {
    const key = state.get("key", id);
    return key ? makeKey(state, { key }, actor) : [];
  },
  "key.revoked": (state, { id }, { user }) => {
    const key = state.get("key", id);
    return key ? [right(key.owner === user.id ? "web-api.use" : "keys.manage", null)] : [];
  },

  // What is undone is asked for by the events that undo it.
  "change.undone": () => [],
};

/** The right to make a thing there; and who is credited with it must be its maker, by a grant that gives this right. */
function making(permission: BuiltInPermission, at: string | null, creator: Creator | undefined): Demand[] {
  return [right(permission, at), ...(creator ? [{ asks: "creator" as const, creator, permission, at }] : [])];
}

/** Whoever puts an asset into a collection shares it with all that the collection is shared with, now or later. */
function sharing(asset: string): Demand {
  return throughout("asset.share", asset, false);
}

function changeCollection(state: State, { id, assets }: { id: string; assets: readonly string[] }): Demand[] {
  const collection = state.get("collection", id);
  if (!collection) return [];
  const [before, after] = [new Set(collection.assets), new Set(assets)];
  const added = assets.filter((asset) => !before.has(asset));
  const onlyAdds = added.length > 0 && collection.assets.every((asset) => after.has(asset));
  const asked = onlyAdds ? askedFor(state, "collection.add") : "collection.manage";
  return [right(asked, collection.folder), ...added.map(sharing)];
}

function atCollection(state: State, id: string): Demand[] {
  const collection = state.get("collection", id);
  return collection ? [right("collection.manage", collection.folder)] : [];
}

function overGrant(state: State, grant: Grant | undefined): Demand[] {
  const role = grant && state.get("role", grant.role);
  if (!role) return [];
  const home = grant.collection === null ? undefined : state.get("collection", grant.collection)?.folder;
  const regions = new Set<Region>(regionsOf(state, grant, role));
  if (home !== undefined) regions.add(home);
  // What takes hold nowhere today may do so when the role changes, anywhere.
  if (regions.size === 0) regions.add(null);
  return Array.from(regions, (region) => throughout("grants.manage", region, role.allAccess));
}

function overOverride(override: Override | undefined): Demand[] {
  return override ? [throughout("overrides.manage", override.folder, false)] : [];
}

function overConnection(connection: Connection | undefined): Demand[] {
  return connection ? [throughout("connections.manage", connection.folder, true)] : [];
}

function moveFolder(state: State, { id, parent }: { id: string; parent: string | null }): Demand[] {
  const atTarget = parent === null ? [] : [right("folder.create", parent), right("asset.create", parent)];
  const workspace = parent === null || state.get("folder", id)?.workspace === true;
  return [
    right("folder.manage", id),
    throughout("asset.delete", id, true),
    ...atTarget,
    ...(workspace ? [right("workspace.create", null)] : []),
    ...exporting(state, id, parent),
  ];
}

/** What leaves a workspace is exported; a workspace that is moved takes itself along. */
function exporting(state: State, id: string, target: string | null): Demand[] {
  const from = workspaceOf(state, id);
  if (from === undefined || from === id || (target !== null && workspaceOf(state, target) === from))
    return [];
  const why = "This leaves its workspace";
  return [allAccess(id, why), ...(target === null ? [] : [allAccess(target, why)])];
}

/** The workspace that an asset lies in, or that a folder is or lies in. */
function workspaceOf(state: State, id: string): string | undefined {
  return placeOf(state, id)?.path.find((folder) => folder.workspace)?.id;
}

function makeKey(state: State, { key }: { key: ApiKey }, { user }: Actor): Demand[] {
  const contained: Demand = { asks: "wider-key", than: key };
  if (key.owner === user.id) return [right("web-api.use", null), contained];
  const why = "Whoever makes a key for another person can act as that person";
  const service = state.get("user", key.owner)?.kind === "service";
  return [right("keys.manage", null), contained, ...(service ? [] : [allAccess(null, why)])];
}
