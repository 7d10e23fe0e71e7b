import { stat } from "node:fs/promises";
import { GatefoldError } from "@gatefold/core";
import { Kysely } from "kysely";
import type { ReadShapes } from "./database/shapes.ts";
import type { Database, Tables } from "./database/tables.ts";
import { StoreUnavailable } from "./errors.ts";
import { postgresDialect } from "./postgres/dialect.ts";
import { unreadable } from "./postgres/faults.ts";
import { openPool } from "./postgres/pool.ts";
import { postgresShapes } from "./postgres/shapes.ts";
import { sqliteShapes } from "./sqlite/shapes.ts";
import { openSqlite } from "./sqlite/store.ts";

/** Where a store's database is: an SQLite file, or a PostgreSQL database's address. */
export type DatabasePlace = { readonly file: string } | { readonly url: string };

/** A database as it is, for work on all of its tables: nothing in it is made or changed by opening it. */
export interface OpenDatabase extends AsyncDisposable {
  readonly kind: "sqlite" | "postgres";
  readonly db: Database;
  readonly shapes: ReadShapes;
}

/** Throws `STORE_UNREADABLE`; with `mustBeThere` also where there is no such file yet. */
export async function openDatabase(
  place: DatabasePlace,
  { mustBeThere }: { mustBeThere: boolean },
): Promise<OpenDatabase> {
  if ("url" in place) return await openServer(place.url);
  if (mustBeThere) await mustBeFile(place.file);
  const dialect = await openSqlite(place.file);
  return opened("sqlite", new Kysely<Tables>({ dialect }), sqliteShapes);
}

async function openServer(url: string): Promise<OpenDatabase> {
  const db = new Kysely<Tables>({ dialect: postgresDialect(openPool({ url, connections: 2 })) });
  try {
    await postgresShapes(db);
  } catch (error) {
    await db.destroy();
    throw error instanceof StoreUnavailable ? unreadable(error) : error;
  }
  return opened("postgres", db, postgresShapes);
}

const opened = (kind: OpenDatabase["kind"], db: Database, shapes: ReadShapes): OpenDatabase => ({
  kind,
  db,
  shapes,
  [Symbol.asyncDispose]: () => db.destroy(),
});

async function mustBeFile(file: string): Promise<void> {
  await stat(file).catch((cause: unknown) => {
    throw new GatefoldError(
      "STORE_UNREADABLE",
      `There is no database ${file}; name the data folder with --data, or the database with $GATEFOLD_DATABASE_URL.`,
      { file },
      { cause },
    );
  });
}
