import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GatefoldError } from "@gatefold/core";
import { type Dialect, Kysely, sql } from "kysely";
import { withRoom } from "../blobs/room.ts";
import type { Store } from "../contract.ts";
import type { Database, Tables } from "../database/tables.ts";
import { StoreFull, StoreReadOnly } from "../errors.ts";
import { makePrivateFile, makePrivateFolder } from "../private-files.ts";
import { type StoreSettings, storeOver } from "../store.ts";
import { sqliteDialect } from "./dialect.ts";
import { faultOf } from "./faults.ts";
import { sqliteRowsOfTexts } from "./rows-of-texts.ts";
import { BLOCKING_MS, patiently } from "./patience.ts";

/**
 * FULL: an acknowledged commit is on the disk, also when the power goes the next moment. What is deleted is overwritten with
 * zeros.
 */
const SETTINGS = "pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on";

export interface SqliteStoreSettings extends StoreSettings {
  /** The database's file; made, with its folder, where there is none. */
  readonly file: string;
}

/**
 * A store in one SQLite file. Throws `SCHEMA_NEWER` where a newer version has used it, `STORE_READ_ONLY` or `STORE_FULL`
 * where nothing can be written there, `STORE_UNREADABLE` where it can't be opened or is no database of ours.
 */
export async function createSqliteStore(settings: SqliteStoreSettings): Promise<Store> {
  const dialect = await openSqlite(settings.file);
  return await storeOver(new Kysely<Tables>({ dialect }), settings, {
    engine: "sqlite",
    rowsOfTexts: sqliteRowsOfTexts,
    scrub: scrubSqlite,
    place: { file: settings.file },
  });
}

/** Pages are written anew without what lay between their rows, and the log of writes is emptied. */
async function scrubSqlite(db: Database): Promise<void> {
  await sql`vacuum`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

/** The file, made where there is none, set up as a store's is. */
export async function openSqlite(file: string): Promise<Dialect> {
  return sqliteDialect(await openFile(file));
}

async function openFile(file: string): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined;
  try {
    await withRoom(makePrivateFolder(dirname(file)).then(() => makePrivateFile(file)));
    database = new DatabaseSync(file, { timeout: BLOCKING_MS, enableForeignKeyConstraints: true });
    await patiently(
      () => database?.exec(SETTINGS),
      () => true,
    );
    return database;
  } catch (cause) {
    database?.close();
    const fault = faultOf(cause);
    if (fault instanceof StoreReadOnly || fault instanceof StoreFull) throw fault;
    throw new GatefoldError(
      "STORE_UNREADABLE",
      `The database ${file} can't be used; see that it is Gatefold's own and that nothing else locks it.`,
      { file },
      { cause },
    );
  }
}
