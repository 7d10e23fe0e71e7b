import { GatefoldError } from "@gatefold/core";
import { type Migration, Migrator } from "kysely/migration";
import { checkpoints } from "./migrations/checkpoints.ts";
import { contents } from "./migrations/contents.ts";
import { creatorRole } from "./migrations/creator-role.ts";
import { deliveryJobs } from "./migrations/delivery-jobs.ts";
import { doneUnderName } from "./migrations/done-under-name.ts";
import { firstTables } from "./migrations/first-tables.ts";
import { keysRoll } from "./migrations/keys-roll.ts";
import { keptAnswers } from "./migrations/kept-answers.ts";
import { leases } from "./migrations/leases.ts";
import { grantsLiveBy } from "./migrations/grants-live-by.ts";
import { looks } from "./migrations/looks.ts";
import { sweeps } from "./migrations/sweeps.ts";
import { mentions } from "./migrations/mentions.ts";
import { masterKeys } from "./migrations/master-keys.ts";
import type { Database } from "./tables.ts";

/** In the order of their names, which never change once released. */
const migrations: Record<string, Migration> = {
  "0001-first-tables": { up: firstTables },
  "0002-leases": { up: leases },
  "0002-grants-live-by": { up: grantsLiveBy },
  "0003-kept-answers": { up: keptAnswers },
  "0004-keys-roll": { up: keysRoll },
  "0003-creator-role": { up: creatorRole },
  "0005-contents": { up: contents },
  "0006-checkpoints": { up: checkpoints },
  "0007-delivery-jobs": { up: deliveryJobs },
  "0008-mentions": { up: mentions },
  "0009-done-under-name": { up: doneUnderName },
  "0010-looks": { up: looks },
  "0011-master-keys": { up: masterKeys },
  "0012-sweeps": { up: sweeps },
};

export const migrationNames: readonly string[] = Object.keys(migrations);

/** Brings the tables to this version's shape. Throws `SCHEMA_NEWER` where a newer version has been here before. */
export async function migrate(db: Database): Promise<void> {
  // Looked at first, so that opening a database that is as it should be waits for nobody's write.
  if (await isDone(db)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  // Another process, perhaps of a newer version, may have migrated in between.
  if (error !== undefined && !(await isDone(db))) throw error;
}

async function isDone(db: Database): Promise<boolean> {
  const done = await migrationsDone(db);
  const unknown = done.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0) throw newer(unknown);
  return done.length === Object.keys(migrations).length;
}

/** Brings empty tables to the shape that exactly these migrations make. Throws `SCHEMA_NEWER` for one that is not known. */
export async function migrateBy(db: Database, names: readonly string[]): Promise<void> {
  const chosen: Record<string, Migration> = {};
  for (const name of names) {
    const migration = migrations[name];
    if (!migration) throw newer(names.filter((wanted) => !Object.hasOwn(migrations, wanted)));
    chosen[name] = migration;
  }
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(chosen) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

function newer(names: readonly string[]): GatefoldError {
  return new GatefoldError(
    "SCHEMA_NEWER",
    "A newer Gatefold has used this database; start that version, or restore the backup made before it.",
    { migrations: names },
  );
}

/** The names of those that were done here, in their order. */
export async function migrationsDone(db: Database): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return [];
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom("kysely_migration")
    .select("name")
    .orderBy("name")
    .execute();
  return rows.map((row) => row.name);
}
