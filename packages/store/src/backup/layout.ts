import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createBlobFolder } from "../blobs/folder.ts";
import type { Blobs } from "../contract.ts";

/**
 * A folder of backups: one folder for each, named by when it was made, and beside them the bytes that they share.
 *
 *     2026-11-28T16-30-00.000Z/manifest.json
 *     2026-11-28T16-30-00.000Z/tables/entries.jsonl    a row a line, in the order of the key
 *     2026-11-28T16-30-00.000Z/blobs.txt               a hash a line
 *     blobs/ab/cdef…                                   bytes by their SHA-256
 */
export const tableFile = (snapshot: string, table: string) => join(snapshot, "tables", `${table}.jsonl`);
export const blobList = (snapshot: string) => join(snapshot, "blobs.txt");
export const sharedBlobs = (folder: string): Blobs => createBlobFolder(join(folder, "blobs"));
export const blobsBeside = (snapshot: string): Blobs => sharedBlobs(dirname(snapshot));

export const snapshotName = (at: Date) => at.toISOString().replaceAll(":", "-");

/** Not finished: no restore looks into it. */
export const draftOf = (snapshot: string) => join(dirname(snapshot), `.${basename(snapshot)}.draft`);

/** The backup that a path means: itself, or the newest in it. */
export async function snapshotIn(path: string): Promise<string> {
  if (await isThere(join(path, "manifest.json"))) return path;
  const names = await readdir(path).catch(() => []);
  const newest = names
    .filter((name) => /^\d{4}-\d{2}-\d{2}T/.test(name))
    .toSorted()
    .at(-1);
  return newest === undefined ? path : join(path, newest);
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
