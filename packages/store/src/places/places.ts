import type { Entities } from "@gatefold/core";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { PlacePage, Places } from "./contract.ts";
import { type EntityRow, entityOf, tableOf } from "../database/entities.ts";
import type { Database } from "../database/tables.ts";
import { createScopeConditions, type RowsOfTexts } from "./condition.ts";

export function createPlaces(db: Database, rowsOf: RowsOfTexts): Places {
  const conditions = createScopeConditions(rowsOf);
  return {
    folders: (account, scope, page) => read(db, "folder", conditions.folders(account, scope), page),
    assets: (account, scope, page) => read(db, "asset", conditions.assets(account, scope), page),
  };
}

async function read<K extends "folder" | "asset">(
  db: Database,
  kind: K,
  condition: RawBuilder<SqlBool>,
  { after, limit }: PlacePage,
): Promise<Entities[K][]> {
  const behind = after ? sql<SqlBool>`(name, id) > (${after.name}, ${after.id})` : sql<SqlBool>`1 = 1`;
  const rows = await db
    .selectFrom(tableOf(kind))
    .selectAll()
    .where(condition)
    .where(behind)
    .orderBy("name")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => entityOf(kind, row as EntityRow));
}
