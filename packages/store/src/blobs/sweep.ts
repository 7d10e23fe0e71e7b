import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Millis } from "@gatefold/core";
import { makePrivateFolder } from "../private-files.ts";
import { ifThere } from "./absence.ts";
import { hashNamed, type Layout } from "./layout.ts";

/** What is younger may belong to a change that is about to be made. */
const GRACE_MS = 24 * 60 * 60 * 1000;

export async function sweep(layout: Layout, keep: ReadonlySet<string>, now: Millis): Promise<number> {
  let swept = 0;
  for (const draft of (await ifThere(readdir(layout.drafts))) ?? []) {
    if (await removeOld(join(layout.drafts, draft), now)) swept += 1;
  }
  for (const folder of (await ifThere(readdir(layout.root))) ?? []) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const file of await readdir(join(layout.root, folder))) {
      const sha256 = hashNamed(folder, file);
      if (sha256 === undefined || keep.has(sha256)) continue;
      if (await removeOrphan(layout, layout.pathOf(sha256), now)) swept += 1;
    }
  }
  return swept;
}

async function removeOld(path: string, now: Millis): Promise<boolean> {
  if (!(await isOld(path, now))) return false;
  await rm(path, { force: true });
  return true;
}

/**
 * Set aside before it is removed, and looked at once more: a `put` of the same bytes may have come in between, and
 * found them there.
 */
async function removeOrphan(layout: Layout, path: string, now: Millis): Promise<boolean> {
  if (!(await isOld(path, now))) return false;
  const aside = layout.draftPath();
  await makePrivateFolder(layout.drafts);
  await ifThere(rename(path, aside));
  if (await removeOld(aside, now)) return true;
  await ifThere(rename(aside, path));
  return false;
}

async function isOld(path: string, now: Millis): Promise<boolean> {
  const found = await ifThere(stat(path));
  return found !== undefined && found.mtimeMs < now - GRACE_MS;
}
