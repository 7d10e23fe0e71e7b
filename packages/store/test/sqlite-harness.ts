import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSqliteStore, type Store } from "../src/index.ts";
import type { Harness } from "./suite/harness.ts";

export interface SqliteHarness extends Harness {
  readonly folder: string;
  readonly settings: { readonly file: string; readonly masterKeyFile: string };
}

/** A store in a temporary folder that goes when it is closed. */
export async function openSqliteHarness(): Promise<SqliteHarness> {
  const folder = await mkdtemp(join(tmpdir(), "gatefold-store-"));
  const settings = { file: join(folder, "data", "gatefold.db"), masterKeyFile: join(folder, "master.key") };
  const stores: Store[] = [];
  const another = async () => {
    const store = await createSqliteStore(settings);
    stores.push(store);
    return store;
  };
  const store = await another();
  return {
    folder,
    settings,
    places: { database: { file: settings.file }, masterKeyFile: settings.masterKeyFile },
    store,
    another,
    sql: (statement) => Promise.resolve(runSql(settings.file, statement)),
    async close() {
      await Promise.all(stores.map((opened) => opened.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function runSql(file: string, statement: string): Record<string, unknown>[] {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    return database.prepare(statement).all();
  } finally {
    database.close();
  }
}
