import { z } from "zod";

/** The shape of a policy document, version 1; what may be left out gets its default here. */

const id = z.string().min(1).max(200);
const ids = z.array(id).default([]);
const text = z.string().max(2000).default("");
const time = z.int().nullable().default(null);
const status = z.enum(["active", "suspended"]).default("active");
const reference = id.nullable().default(null);

/** Without a star: "*" and "resource.*" stand for several permissions. */
const permissionName = id.regex(/^[^*]+$/, "A permission's name has no star in it.");

const permission = z.union([
  permissionName,
  z.strictObject({
    id: permissionName,
    level: z.enum(["folder", "workspace", "account"]).default("folder"),
    needs: ids,
    feature: reference,
    connector: reference,
    description: text,
    aliases: z.array(permissionName).default([]),
  }),
]);

const folder = z.strictObject({
  id,
  parent: reference,
  name: z.string().max(2000).optional(),
  restricted: z.boolean().default(false),
  workspace: z.boolean().default(false),
});

const role = z.strictObject({
  id,
  name: z.string().max(2000).optional(),
  description: text,
  permissions: ids,
  folders: z.union([z.literal("all"), z.array(id)]).default("all"),
  allAccess: z.boolean().default(false),
  feature: reference,
});

const grant = z.strictObject({
  id,
  user: reference,
  group: reference,
  role: id,
  folders: z.array(id).nullable().default(null),
  asset: reference,
  collection: reference,
  from: time,
  until: time,
  reason: text,
  livesBy: reference,
});

const override = z.strictObject({
  id,
  user: id,
  effect: z.enum(["allow", "deny"]),
  permission: id,
  folder: reference,
  from: time,
  until: time,
  reason: text,
});

/** One query, in a line of a batch or in a case; where no time is named, the document's counts. */
export const querySchema = z.strictObject({
  user: id,
  permission: id,
  at: reference,
  now: z.int().optional(),
  connection: reference,
});

const allowCodes = ["ROLE", "ALL_ACCESS", "OVERRIDE_ALLOW"] as const;
const denyCodes = [
  "UNKNOWN",
  "NO_GRANT",
  "OVERRIDE_DENY",
  "NEEDS",
  "USER_SUSPENDED",
  "ACCOUNT_SUSPENDED",
  "PLAN_FEATURE_MISSING",
  "CONNECTOR_OFF",
  "CONNECTION_ELSEWHERE",
  "ASSET_EXPIRED",
  "ASSET_NOT_APPROVED",
] as const;

const policyCase = querySchema.extend({
  expect: z.enum(["allow", "deny"]),
  code: z.enum([...allowCodes, ...denyCodes]).optional(),
});

export const documentSchema = z.strictObject({
  version: z.literal(1),
  now: z.int().default(0),
  account: z.strictObject({ status, creatorRole: reference }).prefault({}),
  plan: z
    .strictObject({ features: ids, limits: z.record(z.string(), z.int().nonnegative()).default({}) })
    .prefault({}),
  connectors: ids,
  connections: z.array(z.strictObject({ id, connector: id, folder: reference })).default([]),
  permissions: z.array(permission).default([]),
  folders: z.array(folder).default([]),
  assets: z
    .array(z.strictObject({ id, folder: id, approved: z.boolean().default(true), expires: time }))
    .default([]),
  collections: z.array(z.strictObject({ id, folder: id, assets: ids })).default([]),
  roles: z.array(role).default([]),
  groups: z.array(z.strictObject({ id, members: ids })).default([]),
  users: z.array(z.strictObject({ id, status, roles: ids })).default([]),
  grants: z.array(grant).default([]),
  overrides: z.array(override).default([]),
  cases: z.array(policyCase).default([]),
});

/** A document with its defaults filled in. */
export type PolicyDocument = z.output<typeof documentSchema>;
