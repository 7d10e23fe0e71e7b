import { link, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { createPrivateFile, makePrivateFolder, syncFolder } from "../private-files.ts";

/** Any bit that lets the group or others at the file. */
const SHARED_MODE = 0o077;

/** A key file's text, or undefined where there is none. Throws what `shared` answers where others may read it. */
export async function readKeyFile(file: string, shared: () => Error): Promise<string | undefined> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    // Of the opened file, not of its name: what is checked is what is read.
    const { mode } = await handle.stat();
    // Windows keeps access lists instead; the mode it shows says nothing.
    if (process.platform !== "win32" && (mode & SHARED_MODE) !== 0) throw shared();
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

/**
 * Whole or not at all, and never over another: of two processes that start at once, both use the first one's. `draft`: a
 * name beside it that nobody else takes.
 */
export async function makeKeyFile(file: string, text: string, draft: string): Promise<void> {
  const folder = dirname(file);
  await makePrivateFolder(folder);
  const handle = await createPrivateFile(draft);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await link(draft, file);
    await syncFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

/** In place of what is there, whole or not at all: whoever opens it reads the one or the other. */
export async function replaceKeyFile(file: string, text: string, draft: string): Promise<void> {
  const handle = await createPrivateFile(draft);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await rename(draft, file);
    await syncFolder(dirname(file));
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}
