import { rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GatefoldError } from "@gatefold/core";
import { withRoom } from "../blobs/room.ts";
import type { Blobs } from "../contract.ts";
import { migrationsDone } from "../database/migrate.ts";
import type { TableShape } from "../database/shapes.ts";
import type { Database } from "../database/tables.ts";
import { inOneView } from "../journal/views.ts";
import { type DatabasePlace, openDatabase } from "../open-database.ts";
import { syncFolder } from "../private-files.ts";
import { type BackupMade, unwatched, type Watch } from "./contract.ts";
import { openDraft } from "./drafts.ts";
import { createHashList, type HashList } from "./hash-list.ts";
import { blobList, draftOf, sharedBlobs, snapshotName, tableFile } from "./layout.ts";
import { writeLines } from "./lines.ts";
import { type Manifest, type TableFacts, writeManifest } from "./manifest.ts";
import { countRows, type Row, rowsOf } from "./rows.ts";

export interface BackupSettings {
  readonly database: DatabasePlace;
  /** Where the pictures' bytes are; null leaves them out. */
  readonly blobs: Blobs | null;
  /** The folder of backups; several share the bytes in it. */
  readonly folder: string;
  readonly now: Date;
  /** Gatefold's own. */
  readonly version: string;
  readonly watch?: Watch;
}

/**
 * All tables at one moment, and the bytes that their journals name, while gateways go on writing. Whole or not at all: a
 * backup that was broken off has another name, and the next one into this folder takes it away. Keys that open or sign are
 * not in it.
 */
export function makeBackup(settings: BackupSettings): Promise<BackupMade> {
  return withRoom(madeIn(join(settings.folder, snapshotName(settings.now)), settings));
}

async function madeIn(snapshot: string, settings: BackupSettings): Promise<BackupMade> {
  const { now, version, watch = unwatched } = settings;
  const draft = draftOf(snapshot);
  await using held = new AsyncDisposableStack();
  held.use(await openDraft(draft));
  using hashes = createHashList();
  await using database = await openDatabase(settings.database, { mustBeThere: true });
  const { facts, heads, migrations, masterKeys } = await inOneView(database.db, async (view) =>
    tablesOf(view, await database.shapes(view), draft, { hashes, masterKeys: new Set() }, watch),
  );
  // Database first: what comes in between is in neither, and no sweep takes what a journal names.
  const { copied, blobs } = await blobsOf(settings, draft, hashes, watch);
  const made = { madeAt: now.toISOString(), version, database: database.kind };
  const manifest = await writeManifest(draft, {
    ...made,
    migrations,
    heads,
    tables: facts,
    blobs,
    masterKeys,
  });
  await settle(draft, snapshot);
  return { snapshot, manifest, copied };
}

async function tablesOf(
  view: Database,
  shapes: readonly TableShape[],
  draft: string,
  gleaned: Gleaned,
  watch: Watch,
) {
  const migrations = await migrationsDone(view);
  if (migrations.length === 0) throw nothingThere();
  const heads = await view.selectFrom("heads").selectAll().orderBy("account").execute();
  let total = 0;
  for (const shape of shapes) total += await countRows(view, shape);
  watch.begin("rows", total);
  const facts: TableFacts[] = [];
  for (const shape of shapes) facts.push(await writeTable(view, shape, draft, gleaned, watch));
  return { migrations, heads, facts, masterKeys: [...gleaned.masterKeys].toSorted() };
}

/** What is picked up from the rows as they go by. */
interface Gleaned {
  /** Of the bytes that journals name. */
  readonly hashes: HashList;
  readonly masterKeys: Set<string>;
}

async function writeTable(
  view: Database,
  shape: TableShape,
  draft: string,
  gleaned: Gleaned,
  watch: Watch,
): Promise<TableFacts> {
  const { name, columns } = shape;
  const file = await writeLines(tableFile(draft, name));
  let rows = 0;
  try {
    for await (const page of rowsOf(view, shape)) {
      for (const row of page) glean(name, row, gleaned);
      await file.write(page.map((row) => JSON.stringify(row)));
      rows += page.length;
      watch.step(page.length, name);
    }
    return { name, columns, rows, ...(await file.end()) };
  } finally {
    await file.close();
  }
}

/** An event is canonical JSON, and no text of a person stands in it. */
function glean(table: string, { event, masterKey }: Row, { hashes, masterKeys }: Gleaned): void {
  if (typeof masterKey === "string") masterKeys.add(masterKey);
  if (table !== "entries" || typeof event !== "string") return;
  for (const [, sha256 = ""] of event.matchAll(/"sha256":"([0-9a-f]{64})"/g)) hashes.add(sha256);
}

async function blobsOf(
  { blobs: source, folder }: BackupSettings,
  draft: string,
  hashes: HashList,
  watch: Watch,
): Promise<Pick<Manifest, "blobs"> & { readonly copied: number }> {
  if (!source) return { blobs: null, copied: 0 };
  const target = sharedBlobs(folder);
  const missing: string[] = [];
  let copied = 0;
  watch.begin("pictures", hashes.count);
  for (const page of hashes.pages()) {
    for (const sha256 of page) {
      if (!(await target.has(sha256))) {
        const isCopied = await copyBlob(source, target, sha256);
        if (isCopied) copied += 1;
        else missing.push(sha256);
      }
      watch.step(1, sha256);
    }
  }
  const facts = await writeList(blobList(draft), hashes);
  return { blobs: { ...facts, count: hashes.count, missing }, copied };
}

/** One picture that is lost or damaged is no reason to have no backup of the rest: false, and it is told. */
async function copyBlob(source: Blobs, target: Blobs, sha256: string): Promise<boolean> {
  try {
    await target.put(await source.read(sha256));
    return true;
  } catch (error) {
    if (error instanceof GatefoldError && /^BLOB_(?:MISSING|CHANGED)$/.test(error.code)) return false;
    throw error;
  }
}

async function writeList(path: string, hashes: HashList) {
  const file = await writeLines(path);
  try {
    for (const page of hashes.pages()) await file.write(page);
    return await file.end();
  } finally {
    await file.close();
  }
}

async function settle(draft: string, snapshot: string): Promise<void> {
  await syncFolder(join(draft, "tables"));
  await syncFolder(draft);
  await rename(draft, snapshot);
  await syncFolder(dirname(snapshot));
}

function nothingThere(): GatefoldError {
  const message = "The database is empty: no Gatefold has used it yet. See that it is the right one.";
  return new GatefoldError("BACKUP_OF_NOTHING", message);
}
