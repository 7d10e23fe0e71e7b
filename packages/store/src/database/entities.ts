import { type Entities, GatefoldError, type Kind } from "@gatefold/core";
import { absent, type Column, flag, json, oneOf, optional, type SqlValue, text, whole } from "./columns.ts";

type Columns<K extends Kind> = { readonly [P in keyof Entities[K]]-?: Column<Entities[K][P]> };

/** A row of a current-state table: the account it belongs to, and the entity's own columns. */
export interface EntityRow {
  account: string;
  id: string;
  [column: string]: SqlValue;
}

const ids = json<readonly string[]>();

/** Where each kind of entity lies, and how each of its properties is kept there. */
const tables = {
  account: {
    table: "accounts",
    columns: {
      id: text,
      name: text,
      status: oneOf("active", "suspended"),
      plan: json(),
      creatorRole: absent(text),
    },
  },
  permission: {
    table: "permissions",
    columns: {
      id: text,
      level: oneOf("folder", "workspace", "account"),
      needs: ids,
      feature: optional(text),
      connector: optional(text),
      description: text,
      aliases: ids,
    },
  },
  folder: {
    table: "folders",
    columns: { id: text, parent: optional(text), name: text, restricted: flag, workspace: flag },
  },
  asset: {
    table: "assets",
    columns: {
      id: text,
      folder: text,
      name: text,
      approved: flag,
      expires: optional(whole),
      version: optional(json()),
    },
  },
  collection: {
    table: "collections",
    columns: { id: text, folder: text, name: text, assets: ids },
  },
  role: {
    table: "roles",
    columns: {
      id: text,
      name: text,
      description: text,
      permissions: ids,
      folders: json(),
      allAccess: flag,
      feature: optional(text),
    },
  },
  group: {
    table: "groups",
    columns: { id: text, name: text, members: ids },
  },
  user: {
    table: "users",
    columns: {
      id: text,
      username: text,
      name: text,
      email: optional(text),
      kind: oneOf("person", "service", "external"),
      status: oneOf("active", "suspended"),
    },
  },
  grant: {
    table: "grants",
    columns: {
      id: text,
      user: optional(text),
      group: optional(text),
      role: text,
      folders: optional(ids),
      asset: optional(text),
      collection: optional(text),
      from: optional(whole),
      until: optional(whole),
      reason: text,
      givenBy: optional(text),
      livesBy: absent(text),
    },
  },
  override: {
    table: "overrides",
    columns: {
      id: text,
      user: text,
      effect: oneOf("allow", "deny"),
      permission: text,
      folder: optional(text),
      from: optional(whole),
      until: optional(whole),
      reason: text,
      givenBy: optional(text),
    },
  },
  connection: {
    table: "connections",
    columns: { id: text, connector: text, folder: optional(text), name: text, settings: json() },
  },
  key: {
    table: "keys",
    columns: {
      id: text,
      owner: text,
      name: text,
      permissions: optional(ids),
      folders: optional(ids),
      connections: optional(ids),
      until: optional(whole),
    },
  },
} as const satisfies { readonly [K in Kind]: { readonly table: string; readonly columns: Columns<K> } };

export type EntityTableName = (typeof tables)[Kind]["table"];

export function tableOf(kind: Kind): EntityTableName {
  return tables[kind].table;
}

/** The columns of a kind, by the property each keeps. */
export function columnsOf(kind: Kind): [string, Column<unknown>][] {
  return Object.entries<Column<unknown>>(tables[kind].columns);
}

export function rowOf<K extends Kind>(kind: K, account: string, entity: Entities[K]): EntityRow {
  const row: EntityRow = { account, id: entity.id };
  for (const [property, column] of columnsOf(kind)) {
    row[property] = column.write(entity[property as keyof Entities[K]]);
  }
  return row;
}

/** Throws `STORE_CORRUPT` where a column holds what was never written there. */
export function entityOf<K extends Kind>(kind: K, row: EntityRow): Entities[K] {
  const entity: Partial<Record<keyof Entities[K], unknown>> = {};
  for (const [property, column] of columnsOf(kind)) {
    try {
      const value = column.read(row[property] ?? null);
      if (value !== undefined) entity[property as keyof Entities[K]] = value;
    } catch (cause) {
      throw new GatefoldError(
        "STORE_CORRUPT",
        `The ${kind} "${row.id}" can't be read from its table; run "gatefold audit verify", then restore a backup.`,
        { kind, id: row.id, property },
        { cause },
      );
    }
  }
  return entity as Entities[K];
}
