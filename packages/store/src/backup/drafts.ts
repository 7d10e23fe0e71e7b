import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { lockFile } from "../file-lock.ts";
import { makePrivateFolder } from "../private-files.ts";

/** `.TIME.draft`, and the lock of whoever writes it. */
const DRAFT = /^(\.\d{4}-\d{2}-\d{2}T.*\.draft)(?:\.lock)?$/;

/** A folder that a backup is written into; gone at the end, unless it was given its name. */
export async function openDraft(draft: string): Promise<AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  await makePrivateFolder(join(draft, ".."));
  const lock = await ownLock(draft);
  opened.defer(() => rm(lockOf(draft), { force: true }));
  if (lock) opened.use(lock);
  await clearDrafts(join(draft, ".."), draft);
  opened.defer(() => rm(draft, { recursive: true, force: true }));
  await makePrivateFolder(join(draft, "tables"));
  return opened.move();
}

const lockOf = (draft: string) => `${draft}.lock`;

/** Where files can't be locked, as on some shares, a backup is made without; no other takes its draft away there either. */
const ownLock = (draft: string) => lockFile(lockOf(draft)).catch(() => undefined);

/** What killed backups left: nobody has their locks. */
async function clearDrafts(folder: string, own: string): Promise<void> {
  const names = await readdir(folder);
  const drafts = new Set(names.flatMap((name) => DRAFT.exec(name)?.[1] ?? []));
  for (const name of drafts) {
    const draft = join(folder, name);
    if (draft === own) continue;
    using lock = await ownLock(draft);
    if (!lock) continue;
    await rm(draft, { recursive: true, force: true });
    await rm(lockOf(draft), { force: true });
  }
}
