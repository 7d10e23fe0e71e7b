import { link, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { GatefoldError } from "@gatefold/core";
import { sha256 } from "../canonical.ts";
import { createPrivateFile, makePrivateFolder, syncFolder } from "../private-files.ts";

const KEY_BYTES = 32;
/** Any bit that lets the group or others at the file. */
const SHARED_MODE = 0o077;

export interface MasterKey {
  /** Tells keys apart without telling anything of them. */
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * The key in the file; made where there is none and it `mayMake` one. Throws `MASTER_KEY_MISSING`,
 * `MASTER_KEY_SHARED`, `MASTER_KEY_INVALID`.
 */
export async function masterKeyIn(
  file: string,
  { mayMake, random }: { mayMake: boolean; random: (bytes: number) => Buffer },
): Promise<MasterKey> {
  const found = await readKey(file);
  if (found) return found;
  // Fail closed: a new key in a lost one's place would open nothing, and hide that the old one must be found.
  if (!mayMake) throw missing(file);
  await makeKey(file, random(KEY_BYTES), `${file}.${random(8).toString("hex")}`);
  return (await readKey(file)) ?? Promise.reject(missing(file));
}

async function readKey(file: string): Promise<MasterKey | undefined> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    // Of the opened file, not of its name: what is checked is what is read.
    refuseShared(file, (await handle.stat()).mode);
    const text = (await handle.readFile("utf8")).trim();
    if (!/^[0-9a-f]{64}$/.test(text)) throw invalid(file);
    return { id: sha256(`gatefold master key ${text}`).slice(0, 16), bytes: Buffer.from(text, "hex") };
  } finally {
    await handle.close();
  }
}

/** Whole or not at all, and never over another: of two processes that start at once, both use the first one's. */
async function makeKey(file: string, bytes: Buffer, draft: string): Promise<void> {
  const folder = dirname(file);
  await makePrivateFolder(folder);
  const handle = await createPrivateFile(draft);
  try {
    await handle.writeFile(`${bytes.toString("hex")}\n`);
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

/** Windows keeps access lists instead; the mode it shows says nothing. */
function refuseShared(file: string, mode: number): void {
  if (process.platform === "win32" || (mode & SHARED_MODE) === 0) return;
  throw new GatefoldError(
    "MASTER_KEY_SHARED",
    `Others than its owner may use the master key ${file}; take that away with: chmod 600 ${file}`,
    { file },
  );
}

function missing(file: string): GatefoldError {
  return new GatefoldError(
    "MASTER_KEY_MISSING",
    `The database holds sealed credentials, but the master key ${file} is not there. Put it back from its backup; if it is lost for good, delete the rows of the table "sealedSecrets" and enter the credentials again.`,
    { file },
  );
}

function invalid(file: string): GatefoldError {
  return new GatefoldError(
    "MASTER_KEY_INVALID",
    `The master key ${file} is not one that Gatefold made; put the right file back from its backup.`,
    { file },
  );
}
