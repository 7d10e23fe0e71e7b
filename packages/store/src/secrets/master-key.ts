import { GatefoldError } from "@gatefold/core";
import { sha256 } from "../canonical.ts";
import { makeKeyFile, readKeyFile } from "./key-file.ts";

const KEY_BYTES = 32;

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
  const text = `${random(KEY_BYTES).toString("hex")}\n`;
  await makeKeyFile(file, text, `${file}.${random(8).toString("hex")}`);
  return (await readKey(file)) ?? Promise.reject(missing(file));
}

async function readKey(file: string): Promise<MasterKey | undefined> {
  const text = (await readKeyFile(file, () => shared(file)))?.trim();
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}$/.test(text)) throw invalid(file);
  return { id: sha256(`gatefold master key ${text}`).slice(0, 16), bytes: Buffer.from(text, "hex") };
}

function shared(file: string): GatefoldError {
  return new GatefoldError(
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
