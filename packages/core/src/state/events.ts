import { z } from "zod";

/**
 * Everything a decision depends on changes only by these events. An event carries ids made by the server, codes and
 * times; free text and foreign ids in it are named in `textFields`, so that the journal can keep them apart.
 */

const id = z.string().min(1).max(200);
const ids = z.array(id);
const text = z.string().max(2000);
const time = z.number().int().nullable();

const permission = z.strictObject({
  id,
  level: z.enum(["folder", "workspace", "account"]),
  needs: ids,
  feature: id.nullable(),
  connector: id.nullable(),
  description: text,
  aliases: ids,
});
const plan = z.strictObject({ features: ids, limits: z.record(z.string(), z.number().int().nonnegative()) });
const accountStatus = z.enum(["active", "suspended"]);
const account = z.strictObject({ id, name: text, status: accountStatus, plan });
const folder = z.strictObject({
  id,
  parent: id.nullable(),
  name: text,
  restricted: z.boolean(),
  workspace: z.boolean(),
});
const version = z.strictObject({
  id,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  mime: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
const asset = z.strictObject({
  id,
  folder: id,
  name: text,
  approved: z.boolean(),
  expires: time,
  version: version.nullable(),
});
/** Who made it, the id of the grant of the account's creator role that he gets on it, and the grant that let him. */
const creator = z.strictObject({ user: id, grant: id, livesBy: id });
const collection = z.strictObject({ id, folder: id, name: text, assets: ids });
const role = z.strictObject({
  id,
  name: text,
  description: text,
  permissions: ids,
  folders: z.union([z.literal("all"), ids]),
  allAccess: z.boolean(),
  feature: id.nullable(),
});
const group = z.strictObject({ id, name: text, members: ids });
const userStatus = z.enum(["active", "suspended"]);
const user = z.strictObject({
  id,
  username: text,
  name: text,
  email: text.nullable(),
  kind: z.enum(["person", "service", "external"]),
  status: userStatus,
});
const grant = z.strictObject({
  id,
  user: id.nullable(),
  group: id.nullable(),
  role: id,
  folders: ids.nullable(),
  asset: id.nullable(),
  collection: id.nullable(),
  from: time,
  until: time,
  reason: text,
  givenBy: id.nullable(),
  /** The id of the grant it lives by; left out: none. It ends with that one. */
  livesBy: id.exactOptional(),
});
const override = z.strictObject({
  id,
  user: id,
  effect: z.enum(["allow", "deny"]),
  permission: id,
  folder: id.nullable(),
  from: time,
  until: time,
  reason: text,
  givenBy: id.nullable(),
});
const connection = z.strictObject({
  id,
  connector: id,
  folder: id.nullable(),
  name: text,
  settings: z.record(z.string(), z.unknown()),
});
const key = z.strictObject({
  id,
  owner: id,
  name: text,
  permissions: ids.nullable(),
  folders: ids.nullable(),
  connections: ids.nullable(),
  until: time,
});

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

/** For events that come from outside: anything else in one is refused. */
export const eventSchema = z.discriminatedUnion("type", [
  event("account.created", { account }),
  event("account.status-set", { status: accountStatus }),
  event("plan.set", { plan }),
  /** Null: who makes a thing gets nothing by it. Never a role of all access. */
  event("account.creator-role-set", { role: id.nullable() }),
  /** Adds to the catalogue, or replaces entries of the same id. */
  event("permissions.defined", { permissions: z.array(permission) }),
  event("folder.created", { folder, creator: creator.exactOptional() }),
  event("folder.renamed", { id, name: text }),
  event("folder.moved", { id, parent: id.nullable() }),
  event("folder.restriction-set", { id, restricted: z.boolean() }),
  event("folder.workspace-set", { id, workspace: z.boolean() }),
  /** Only of an empty folder. Role and grant lists that name it lose it (never widening), its overrides end. */
  event("folder.deleted", { id }),
  event("asset.created", { asset, creator: creator.exactOptional() }),
  event("asset.renamed", { id, name: text }),
  event("asset.moved", { id, folder: id }),
  /** `approved`: the approval was given to other bytes, and goes with them. */
  event("asset.versioned", { id, version, approved: z.literal(false).exactOptional() }),
  event("asset.approval-set", { id, approved: z.boolean() }),
  event("asset.expiry-set", { id, expires: time }),
  /** Collections lose it, grants on it alone end. */
  event("asset.deleted", { id }),
  event("collection.created", { collection }),
  event("collection.assets-set", { id, assets: ids }),
  event("collection.renamed", { id, name: text }),
  /** Grants on it end. */
  event("collection.deleted", { id }),
  event("role.created", { role }),
  /** The whole role as it is from now on. */
  event("role.changed", { role }),
  /** Refused while a grant names it, and while it is what creators get. */
  event("role.deleted", { id }),
  event("group.created", { group }),
  event("group.renamed", { id, name: text }),
  event("group.member-added", { id, user: id }),
  /** His grants that live by one of the group's end. */
  event("group.member-removed", { id, user: id }),
  /** Its grants end. */
  event("group.deleted", { id }),
  event("user.created", { user }),
  event("user.changed", { id, username: text, name: text, email: text.nullable() }),
  event("user.status-set", { id, status: userStatus }),
  event("grant.given", { grant }),
  /** Grants that live by it end too. */
  event("grant.ended", { id, reason: text }),
  event("override.set", { override }),
  event("override.ended", { id, reason: text }),
  event("connection.created", { connection }),
  event("connection.changed", { connection }),
  event("connection.removed", { id }),
  event("key.created", { key }),
  /** A new secret for it; the one before stays good until then. */
  event("key.rolled", { id, previousUntil: z.number() }),
  event("key.revoked", { id }),
  /** The entries after it take back those of an earlier change: it says which, and does nothing itself. */
  event("change.undone", { change: id }),
]);

/** One change. Several of one write are planned, authorised and kept together, or not at all. */
export type Event = z.infer<typeof eventSchema>;
export type Creator = z.infer<typeof creator>;
export type EventType = Event["type"];

/**
 * Free text and foreign ids in an event, as dotted paths: the journal's chain holds only their salted hashes, so that
 * a person can be erased and the chain stays whole. An event type that is not listed has none.
 */
export const textFields: { readonly [Type in EventType]?: readonly string[] } = {
  "account.created": ["account.name"],
  "folder.created": ["folder.name"],
  "folder.renamed": ["name"],
  "asset.created": ["asset.name"],
  "asset.renamed": ["name"],
  "collection.created": ["collection.name"],
  "collection.renamed": ["name"],
  "role.created": ["role.name", "role.description"],
  "role.changed": ["role.name", "role.description"],
  "group.created": ["group.name"],
  "group.renamed": ["name"],
  "user.created": ["user.username", "user.name", "user.email"],
  "user.changed": ["username", "name", "email"],
  "grant.given": ["grant.reason"],
  "grant.ended": ["reason"],
  "override.set": ["override.reason"],
  "override.ended": ["reason"],
  "connection.created": ["connection.name", "connection.settings"],
  "connection.changed": ["connection.name", "connection.settings"],
  "key.created": ["key.name"],
};
