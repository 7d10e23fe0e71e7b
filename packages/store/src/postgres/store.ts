import { Kysely, sql } from "kysely";
import type { Store } from "../contract.ts";
import type { Database, Tables } from "../database/tables.ts";
import { StoreUnavailable } from "../errors.ts";
import { type StoreSettings, storeOver } from "../store.ts";
import { postgresDialect } from "./dialect.ts";
import { unreadable } from "./faults.ts";
import { postgresRowsOfTexts } from "./rows-of-texts.ts";
import { openPool } from "./pool.ts";

export interface PostgresStoreSettings extends StoreSettings {
  /** `postgres://user:password@host:5432/database`; `?sslmode=verify-full&sslrootcert=FILE` for TLS. In no log or error. */
  readonly url: string;
  /** Connections at a time, at most; 10. */
  readonly connections?: number | undefined;
}

/** The tables that hold what people are called, and why they were given what. */
const personal = ["texts", "users", "grants", "overrides", "keys", "keySecrets"] as const;

async function scrubPostgres(db: Database): Promise<void> {
  for (const table of personal) await sql`vacuum ${sql.table(table)}`.execute(db);
}

/**
 * A store in a PostgreSQL database, made ready unless it is; several processes may work on one. Throws `SCHEMA_NEWER`
 * where a newer version has used it, `STORE_UNREADABLE` where it can't be opened, `SETTINGS_INVALID` for what is no
 * address. Later a lost connection throws `STORE_UNAVAILABLE`, and the next call connects anew.
 */
export async function createPostgresStore(settings: PostgresStoreSettings): Promise<Store> {
  const { url, connections = 10 } = settings;
  const pool = openPool({ url, connections });
  try {
    return await storeOver(new Kysely<Tables>({ dialect: postgresDialect(pool) }), settings, {
      engine: "postgres",
      rowsOfTexts: postgresRowsOfTexts,
      scrub: scrubPostgres,
      place: { url },
    });
  } catch (error) {
    throw error instanceof StoreUnavailable ? unreadable(error) : error;
  }
}
