import { GatefoldError } from "@gatefold/core";
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import { type CustomTypesConfig, Pool, type PoolClient, types } from "pg";
import { faultOf } from "./faults.ts";
import { readText, writtenText } from "./texts.ts";

/** How long a connection may take to be made, or to become free. */
const CONNECT_MS = 5000;
/** A statement that takes longer is broken off by the server; a moment later its connection is given up from here. */
const STATEMENT_MS = 30_000;
/** A transaction whose process stands still holds its locks no longer than this. */
const IDLE_IN_TRANSACTION_MS = 10_000;

/**
 * Said once on each connection. Two of them hold promises: an acknowledged commit is on the disk, and a writer who waited
 * for a row looks at it as it then is; a server or role may be set up otherwise.
 */
const SESSION = `
  set statement_timeout = ${STATEMENT_MS};
  set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  set default_transaction_isolation = 'read committed';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

export interface PoolSettings {
  readonly url: string;
  /** Connections at a time, at most. */
  readonly connections: number;
}

/** Connections as Kysely wants them; errors are ours, and a connection on which something went wrong is not used again. */
export function openPool({ url, connections }: PoolSettings): PostgresPool {
  const pool = new Pool({
    connectionString: checkedUrl(url),
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS + 1000,
    keepAlive: true,
    application_name: "gatefold",
    types: rowTypes,
  });
  // An idle connection was lost: the next statement opens another, and says so where that fails.
  pool.on("error", () => {});
  const begun = new WeakSet<PoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      try {
        const client = await pool.connect();
        if (!begun.has(client)) await begin(client);
        begun.add(client);
        return reserved(client);
      } catch (error) {
        throw faultOf(error);
      }
    },
  };
}

async function begin(client: PoolClient): Promise<void> {
  try {
    await client.query(SESSION);
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** One connection, from when it is taken out of the pool to when it is put back. */
function reserved(client: PoolClient): PostgresPoolClient {
  let lost = false;
  // Without a listener, a connection that is lost between two statements would end the process.
  const onLost = () => (lost = true);
  client.on("error", onLost);
  return {
    query: <Row>(sql: unknown, parameters?: readonly unknown[]) => {
      if (typeof sql !== "string") throw new TypeError("Rows are not read through a cursor.");
      const values = (parameters ?? []).map((value) =>
        typeof value === "string" ? writtenText(value) : value,
      );
      return client.query(sql, values).catch((error: unknown) => {
        const fault = faultOf(error);
        if (/^STORE_(?:UNAVAILABLE|READ_ONLY)$/.test(fault.code)) lost = true;
        throw fault;
      }) as Promise<PostgresQueryResult<Row>>;
    },
    release(destroy) {
      client.removeListener("error", onLost);
      client.release(lost || destroy);
    },
  } as PostgresPoolClient;
}

/** Whole numbers as numbers, and texts as they were given. */
export const rowTypes: CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === types.builtins.INT8) return (stored: string) => safeWhole(stored);
    if (oid === types.builtins.TEXT) return (stored: string) => readText(stored);
    return types.getTypeParser(oid, format);
  },
};

function safeWhole(stored: string): number {
  const number = Number(stored);
  if (Number.isSafeInteger(number)) return number;
  throw new GatefoldError(
    "STORE_CORRUPT",
    "A number in the database is larger than any that was written there.",
  );
}

/** The address may hold a password: it is in no error. */
function checkedUrl(url: string): string {
  if (/^postgres(?:ql)?:$/.test(URL.parse(url)?.protocol ?? "")) return url;
  throw new GatefoldError(
    "SETTINGS_INVALID",
    "The database's address is not one: write postgres://user:password@host:5432/database, with special characters of the password percent-encoded.",
  );
}
