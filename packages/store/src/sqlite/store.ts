import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GatefoldError } from "@gatefold/core";
import { Kysely } from "kysely";
import type { Store } from "../contract.ts";
import { migrate } from "../database/migrate.ts";
import type { Database, Tables } from "../database/tables.ts";
import { createJournal } from "../journal/journal.ts";
import { makePrivateFile, makePrivateFolder } from "../private-files.ts";
import { masterKeyIn } from "../secrets/master-key.ts";
import { createSealing, type Sealing } from "../secrets/sealing.ts";
import { createKeySecrets, createSealedSecrets, holdsSecrets } from "../secrets/secrets.ts";
import { createActs } from "../work/acts.ts";
import { createDeliveries } from "../work/deliveries.ts";
import { createFetchLinks } from "../work/fetch-links.ts";
import { createQueue } from "../work/queue.ts";
import { sqliteDialect } from "./dialect.ts";
import { BLOCKING_MS, patiently } from "./patience.ts";

/** FULL: an acknowledged commit is on the disk, also when the power goes the next moment. */
const SETTINGS = "pragma journal_mode = wal; pragma synchronous = full";

export interface SqliteStoreSettings {
  /** The database's file; made, with its folder, where there is none. */
  readonly file: string;
  /** The key that seals credentials; made where there is none. Keep it, and its backups, away from the database's. */
  readonly masterKeyFile: string;
  /** Random bytes; Node's own unless a test wants others. */
  readonly random?: (bytes: number) => Buffer;
}

/**
 * A store in one SQLite file. Throws `SCHEMA_NEWER` where a newer version has used it, `STORE_UNREADABLE` where it
 * can't be opened or is no database of ours.
 */
export async function createSqliteStore(settings: SqliteStoreSettings): Promise<Store> {
  const { file, masterKeyFile, random = randomBytes } = settings;
  const db = new Kysely<Tables>({ dialect: sqliteDialect(await openFile(file)) });
  try {
    await migrate(db);
    const mayMake = !(await holdsSecrets(db));
    const masterKey = await masterKeyIn(masterKeyFile, { mayMake, random });
    return storeOver(db, createSealing(masterKey, random), random);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function storeOver(db: Database, sealing: Sealing, random: (bytes: number) => Buffer): Store {
  const random128 = () => random(16).toString("hex");
  let closing: Promise<void> | undefined;
  return {
    journal: createJournal({ db, random128, sealing }),
    deliveries: createDeliveries(db),
    links: createFetchLinks(db),
    queue: createQueue(db),
    acts: createActs(db),
    secrets: createSealedSecrets(db, sealing),
    keySecrets: createKeySecrets(db),
    close: () => (closing ??= close(db)),
  };
}

/** Waits for the transaction that is under way, if there is one. */
async function close(db: Database): Promise<void> {
  await db.connection().execute(async () => {});
  await db.destroy();
}

async function openFile(file: string): Promise<DatabaseSync> {
  let database: DatabaseSync | undefined;
  try {
    await makePrivateFolder(dirname(file));
    await makePrivateFile(file);
    database = new DatabaseSync(file, { timeout: BLOCKING_MS, enableForeignKeyConstraints: true });
    await patiently(
      () => database?.exec(SETTINGS),
      () => true,
    );
    return database;
  } catch (cause) {
    database?.close();
    throw new GatefoldError(
      "STORE_UNREADABLE",
      `The database ${file} can't be used; see that it is Gatefold's own and that nothing else locks it.`,
      { file },
      { cause },
    );
  }
}
