import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { createPostgresStore, type Store } from "../src/index.ts";
import { rowTypes } from "../src/postgres/pool.ts";
import type { PostgresServer } from "./postgres-server.ts";
import type { Harness } from "./suite/harness.ts";

export interface PostgresHarness extends Harness {
  readonly settings: { readonly url: string; readonly masterKeyFile: string };
}

/** Databases on a server, made when they are wanted and used again once they were emptied, which is much quicker. */
export function postgresHarnesses(server: PostgresServer): () => Promise<PostgresHarness> {
  const free: string[] = [];
  let made = 0;
  const database = async () => {
    const used = free.pop();
    if (used !== undefined) return used;
    made += 1;
    await server.sql("postgres", `create database test${made}`);
    return `test${made}`;
  };
  return async () => {
    const name = await database();
    return openHarness(server.urlOf(name), async () => {
      await runSql(server.urlOf(name), EMPTY);
      free.push(name);
    });
  };
}

/** Faster than truncating where there is little in them. */
const EMPTY = `do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
    execute format('delete from %I', name);
  end loop; end $$`;

/** A store in this database; the folder of its key goes when it is closed. */
async function openHarness(url: string, release: () => Promise<void>): Promise<PostgresHarness> {
  const folder = await mkdtemp(join(tmpdir(), "gatefold-store-"));
  const settings = { url, masterKeyFile: join(folder, "master.key"), connections: 4 };
  const stores: Store[] = [];
  const another = async () => {
    const store = await createPostgresStore(settings);
    stores.push(store);
    return store;
  };
  const store = await another();
  return {
    settings,
    places: { database: { url }, masterKeyFile: settings.masterKeyFile },
    store,
    another,
    sql: (statement) => runSql(url, statement),
    async close() {
      await Promise.all(stores.map((opened) => opened.close()));
      await rm(folder, { recursive: true, force: true });
      await release();
    },
  };
}

/** As somebody would who may do everything to the tables: no key between them is in the way. */
async function runSql(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, types: rowTypes });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
