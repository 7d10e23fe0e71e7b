import { randomBytes } from "node:crypto";
import { join } from "node:path";
import klaviyo from "@gatefold/connector-klaviyo";
import { createIds, foundAccount, type Founded } from "@gatefold/gateway";
import { createPostgresStore, createSqliteStore, type Store } from "@gatefold/store";
import { startPostgres } from "../../packages/store/test/postgres-server.ts";
import type { DatabaseSettings } from "./gateway.ts";
import type { StoreKind } from "./points.ts";

/** Where databases of a kind are. */
export interface Place {
  /** Settings of a database that nothing is in yet. */
  fresh(): Promise<DatabaseSettings>;
  end(): Promise<void>;
}

export async function placeOf(kind: StoreKind, folder: string): Promise<Place> {
  let number = 0;
  if (kind === "sqlite") {
    return {
      fresh: async () => ({ file: join(folder, `database-${(number += 1)}`, "gatefold.db") }),
      end: async () => {},
    };
  }
  const server = await startPostgres();
  return {
    async fresh() {
      const name = `gatefold_${(number += 1)}`;
      await server.sql("postgres", `create database ${name}`);
      return { url: server.urlOf(name) };
    },
    end: () => server.remove(),
  };
}

export function openStore(database: DatabaseSettings, masterKeyFile: string): Promise<Store> {
  return "file" in database
    ? createSqliteStore({ ...database, masterKeyFile })
    : createPostgresStore({ ...database, masterKeyFile });
}

/** An account in it, and nothing that goes on. */
export async function foundIn(database: DatabaseSettings, masterKeyFile: string): Promise<Founded> {
  const store = await openStore(database, masterKeyFile);
  const parts = {
    store,
    connectors: [klaviyo],
    clock: Date.now,
    ids: createIds(randomBytes),
    random: randomBytes,
  };
  const account = await foundAccount(parts, {
    name: "Aurora",
    plan: { features: ["connectors"], limits: {} },
    owner: { username: "ada", name: "Ada Owner", email: null },
  });
  const verdict = await store.journal.verify(account.account);
  await store.close();
  if (!verdict.ok) throw new Error(`What was founded is not sound: ${verdict.message}`);
  return account;
}
