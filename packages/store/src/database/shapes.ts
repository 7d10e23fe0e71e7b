import { GatefoldError } from "@gatefold/core";
import type { Database } from "./tables.ts";

/** What a database says of one of its tables; columns in their order, those of the primary key in the key's. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** A column of a table; `key` is its place in the primary key, from 1, and 0 where it is no part of it. */
export interface ColumnFound {
  readonly table: string;
  readonly column: string;
  readonly key: number;
}

/** A table whose rows point at another's. */
export interface NeedFound {
  readonly table: string;
  readonly needs: string;
}

/** Asks the database, in its own way, for all tables but those that migrations keep for themselves. */
export type ReadShapes = (db: Database) => Promise<TableShape[]>;

/** The tables, each after those that its rows point at; else by their names, so that every database answers alike. */
export function shapesOf(columns: readonly ColumnFound[], needs: readonly NeedFound[]): TableShape[] {
  const names = [...new Set(columns.map(({ table }) => table))].toSorted();
  const placed = new Set<string>();
  while (placed.size < names.length) {
    const next = names.find(
      (name) =>
        !placed.has(name) &&
        needs.every((need) => need.table !== name || need.needs === name || placed.has(need.needs)),
    );
    if (next === undefined)
      throw new GatefoldError("STORE_CORRUPT", "Tables point at each other in a circle.");
    placed.add(next);
  }
  return Array.from(placed, (name) => shapeOf(name, columns));
}

function shapeOf(name: string, found: readonly ColumnFound[]): TableShape {
  const own = found.filter(({ table }) => table === name);
  const key = own.filter((column) => column.key > 0).toSorted((a, b) => a.key - b.key);
  return { name, columns: own.map(({ column }) => column), key: key.map(({ column }) => column) };
}
