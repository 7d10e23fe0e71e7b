import { builtInCatalogue } from "../catalogue.ts";
import { GatefoldError } from "../errors.ts";
import type { Permission } from "../model.ts";
import type { PolicySource } from "../policy/define.ts";
import { permissionEntry } from "../policy/names.ts";
import { documentSchema } from "../policy/schema.ts";
import type { Preset } from "./preset.ts";

/**
 * One document of one preset or several. What they share is there once; a permission has all the names that they give it,
 * and what one leaves as it is built in another may change. Throws `PRESET_CLASH` where two say different things of the same.
 */
export function mixPresets(mixed: readonly Preset[]): PolicySource {
  const documents = mixed.map(({ document }) => document);
  const account = merged(
    documents.map((document) => document.account ?? {}),
    "account",
  );
  const limits = merged(
    documents.map(({ plan }) => plan?.limits ?? {}),
    "plan.limits",
  );
  return {
    version: 1,
    ...(Object.keys(account).length > 0 ? { account } : {}),
    plan: { features: [...new Set(documents.flatMap(({ plan }) => plan?.features ?? []))], limits },
    permissions: mixedPermissions(documents.map((document) => permissionsOf(document))).map(written),
    folders: distinct(
      documents.flatMap(({ folders }) => folders ?? []),
      "folder",
    ),
    roles: distinct(
      documents.flatMap(({ roles }) => roles ?? []),
      "role",
    ),
  };
}

function permissionsOf(document: Preset["document"]): Permission[] {
  return documentSchema.parse(document).permissions.map(permissionEntry);
}

function mixedPermissions(catalogues: readonly (readonly Permission[])[]): Permission[] {
  const builtIn = new Map(
    builtInCatalogue<string>([]).permissions.map((entry) => [entry.id as string, entry]),
  );
  const byId = new Map<string, Permission>();
  for (const permission of catalogues.flat()) {
    const { id } = permission;
    const before = byId.get(id);
    byId.set(id, before ? mixedPermission(before, permission, builtIn.get(id)) : permission);
  }
  return [...byId.values()];
}

function mixedPermission(one: Permission, other: Permission, builtIn: Permission | undefined): Permission {
  const aliases = [...new Set([...one.aliases, ...other.aliases])];
  if (builtIn && says(one) === says(builtIn)) return { ...other, aliases };
  if (says(other) !== says(one) && !(builtIn && says(other) === says(builtIn))) {
    throw clash("permission", one.id);
  }
  return { ...one, aliases };
}

function says(permission: Permission): string {
  return JSON.stringify(written({ ...permission, aliases: [] }));
}

/** As people write it: what is left out is the default. */
function written(permission: Permission) {
  const { id, level, needs, feature, connector, description, aliases } = permission;
  return {
    id,
    ...(level === "folder" ? {} : { level }),
    ...(needs.length > 0 ? { needs: [...needs] } : {}),
    ...(feature === null ? {} : { feature }),
    ...(connector === null ? {} : { connector }),
    description,
    ...(aliases.length > 0 ? { aliases: [...aliases] } : {}),
  };
}

function distinct<Row extends { readonly id: string }>(rows: readonly Row[], kind: string): Row[] {
  const byId = new Map<string, Row>();
  for (const row of rows) {
    const before = byId.get(row.id) ?? row;
    if (JSON.stringify(before) !== JSON.stringify(row)) throw clash(kind, row.id);
    byId.set(row.id, before);
  }
  return [...byId.values()];
}

/** The presets' records in one; a key that two of them set must be the same. */
function merged<Value extends object>(records: readonly Value[], what: string): Value {
  const all = new Map<string, unknown>();
  for (const [key, value] of records.flatMap((record) => Object.entries(record))) {
    if (all.has(key) && all.get(key) !== value) throw clash(what, key);
    all.set(key, value);
  }
  return Object.fromEntries(all) as Value;
}

function clash(kind: string, id: string): GatefoldError {
  return new GatefoldError(
    "PRESET_CLASH",
    `These presets say different things of the ${kind} "${id}"; take one of them, and write what else you want into its document.`,
    { kind, id },
  );
}
