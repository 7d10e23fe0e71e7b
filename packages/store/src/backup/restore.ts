import { GatefoldError } from "@gatefold/core";
import type { Blobs } from "../contract.ts";
import { batches } from "../database/batches.ts";
import type { SqlValue } from "../database/columns.ts";
import { migrate, migrateBy } from "../database/migrate.ts";
import type { TableShape } from "../database/shapes.ts";
import type { Database } from "../database/tables.ts";
import { verifyWithin } from "../journal/verify.ts";
import { type DatabasePlace, type OpenDatabase, openDatabase } from "../open-database.ts";
import { afterRestore, type KeysAfter } from "./aftermath.ts";
import { type Restored, unwatched, type Watch } from "./contract.ts";
import { blobList, blobsBeside, snapshotIn, tableFile } from "./layout.ts";
import { readLines } from "./lines.ts";
import { damaged, type Manifest, readManifest, type TableFacts } from "./manifest.ts";
import { hasRows, insertRows, type Row } from "./rows.ts";

export interface RestoreSettings {
  /** A backup, or a folder of them: then the newest. */
  readonly from: string;
  readonly watch?: Watch;
}

export interface RestoreTarget {
  /** An empty database, or a file that is not there yet. */
  readonly database: DatabasePlace;
  /** Where the pictures' bytes go; null leaves them out. */
  readonly blobs: Blobs | null;
  readonly now: Date;
  readonly keys: KeysAfter;
}

/** Everything that can be known of a backup without a place to restore it to: every row and every picture's bytes. */
export async function checkBackup({ from, watch = unwatched }: RestoreSettings) {
  const snapshot = await snapshotIn(from);
  const manifest = await readManifest(snapshot);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  watch.begin("rows", rows);
  for (const table of manifest.tables) {
    for await (const page of tableRows(snapshot, table)) watch.step(page.length, table.name);
  }
  return { snapshot, manifest, rows, pictures: await checkBlobs(snapshot, manifest, watch) };
}

/**
 * Puts a backup into an empty database: all of it, with every journal verified, or nothing. What the backup can't know
 * (what was sent since, which keys were taken away since) is made safe first. Throws `BACKUP_DAMAGED` with what is wrong,
 * `RESTORE_NOT_EMPTY`, `SCHEMA_NEWER`.
 */
export async function restoreBackup(settings: RestoreSettings, target: RestoreTarget): Promise<Restored> {
  const { watch = unwatched } = settings;
  await using database = await openDatabase(target.database, { mustBeThere: false });
  await mustBeEmpty(database);
  const { snapshot, manifest, rows, pictures } = await checkBackup(settings);
  if (target.blobs) await restoreBlobs(snapshot, manifest, target.blobs, watch);
  await migrateBy(database.db, manifest.migrations);
  const shapes = await database.shapes(database.db);
  watch.begin("rows", rows);
  const aftermath = await database.db.transaction().execute(async (writes) => {
    for (const table of manifest.tables) {
      const shape = shapeFor(snapshot, table, shapes);
      for await (const page of tableRows(snapshot, table)) {
        for (const batch of batches(page)) await insertRows(writes, shape, batch);
        watch.step(page.length, table.name);
      }
    }
    // An older version's tables are brought up to date with what is in them.
    await migrate(writes);
    await verifyJournals(writes, manifest);
    return await afterRestore(writes, target.now.getTime(), target.keys);
  });
  return { snapshot, manifest, rows, pictures, aftermath };
}

/** Nothing is overwritten, nor mixed with what is there. */
async function mustBeEmpty({ db, shapes }: OpenDatabase): Promise<void> {
  for (const shape of await shapes(db)) {
    if (!(await hasRows(db, shape))) continue;
    throw new GatefoldError(
      "RESTORE_NOT_EMPTY",
      `The database has rows in its table "${shape.name}"; a backup is restored into an empty one only. Name another.`,
      { table: shape.name },
    );
  }
}

function shapeFor(snapshot: string, table: TableFacts, shapes: readonly TableShape[]): TableShape {
  const shape = shapes.find(({ name }) => name === table.name);
  if (shape && shape.columns.join() === table.columns.join()) return shape;
  throw damaged(tableFile(snapshot, table.name), "its columns are not those of its version");
}

async function* tableRows(snapshot: string, table: TableFacts): AsyncGenerator<Row[]> {
  const path = tableFile(snapshot, table.name);
  let count = 0;
  for await (const lines of readLines(path, table)) {
    const rows = lines.map((line) => rowIn(line, table, path));
    count += rows.length;
    yield rows;
  }
  if (count !== table.rows) throw damaged(path, `it has ${count} of ${table.rows} rows`);
}

function rowIn(line: string, { columns }: TableFacts, path: string): Row {
  const row = parsed(line);
  const values = row && columns.map((column) => row[column]);
  if (values?.every(isSqlValue) && Object.keys(row ?? {}).length === columns.length) return row as Row;
  throw damaged(path, "a line in it is no row of this table");
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read === "object" && read !== null) return { ...read };
  } catch {
    // Told by who asked.
  }
  return undefined;
}

const isSqlValue = (value: unknown): value is SqlValue =>
  value === null || typeof value === "string" || typeof value === "number";

async function verifyJournals(db: Database, { heads }: Manifest): Promise<void> {
  for (const { account, seq, hash } of heads) {
    const found = await verifyWithin(db, account);
    if ("hash" in found && found.seq === seq && found.hash === hash) continue;
    const why = "hash" in found ? "It ends elsewhere than the backup says." : found.message;
    throw new GatefoldError(
      "BACKUP_UNSOUND",
      `The journal of account "${account}" is not whole: ${why} Nothing was restored; take an older backup.`,
      { account },
    );
  }
}

/** The hashes that a backup's own bytes must be there for. */
async function* hashesIn(snapshot: string, { blobs }: Manifest): AsyncGenerator<string> {
  if (!blobs) return;
  const missing = new Set(blobs.missing);
  for await (const lines of readLines(blobList(snapshot), blobs)) {
    yield* lines.filter((line) => line !== "" && !missing.has(line));
  }
}

/** The list before what is in it: what stands in a damaged one would be looked for in vain. */
async function checkList(snapshot: string, { blobs }: Manifest): Promise<void> {
  if (!blobs) return;
  let count = 0;
  for await (const lines of readLines(blobList(snapshot), blobs)) count += lines.length;
  if (count !== blobs.count) throw damaged(blobList(snapshot), `it has ${count} of ${blobs.count} hashes`);
}

const countOf = ({ blobs }: Manifest) => (blobs ? blobs.count - blobs.missing.length : 0);

async function checkBlobs(snapshot: string, manifest: Manifest, watch: Watch): Promise<number> {
  const blobs = blobsBeside(snapshot);
  await checkList(snapshot, manifest);
  watch.begin("pictures", countOf(manifest));
  let count = 0;
  for await (const sha256 of hashesIn(snapshot, manifest)) {
    const [broken] = await blobs.verify([sha256]);
    if (broken !== undefined) {
      const how = (await blobs.has(sha256)) ? "its bytes were changed" : "it is not there";
      throw damaged(`The picture ${sha256} beside ${snapshot}`, how);
    }
    count += 1;
    watch.step(1, sha256);
  }
  return count;
}

/** What is there already is looked at too: it may be damaged, and its name does not tell. */
async function restoreBlobs(
  snapshot: string,
  manifest: Manifest,
  target: Blobs,
  watch: Watch,
): Promise<void> {
  const source = blobsBeside(snapshot);
  watch.begin("pictures", countOf(manifest));
  for await (const sha256 of hashesIn(snapshot, manifest)) {
    await target.put(await source.read(sha256));
    const [broken] = await target.verify([sha256]);
    if (broken !== undefined) {
      throw new GatefoldError(
        "BLOB_CHANGED",
        `The picture ${sha256} is in the folder already, with other bytes; take it away there and restore again.`,
        { sha256 },
      );
    }
    watch.step(1, sha256);
  }
}
