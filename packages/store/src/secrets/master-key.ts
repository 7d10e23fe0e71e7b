import { GatefoldError } from "@gatefold/core";
import { sha256 } from "../canonical.ts";
import { makeKeyFile, readKeyFile, replaceKeyFile } from "./key-file.ts";

const KEY_BYTES = 32;

export interface MasterKey {
  /** Tells keys apart without telling anything of them. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** The keys of a file: the first one seals, the others open what they sealed before it. */
export type KeyRing = readonly [MasterKey, ...MasterKey[]];

/**
 * The keys in the file; one is made where there is none and it `mayMake` one. Throws `MASTER_KEY_MISSING`,
 * `MASTER_KEY_SHARED`, `MASTER_KEY_INVALID`.
 */
export async function keyRingIn(
  file: string,
  { mayMake, random }: { mayMake: boolean; random: (bytes: number) => Buffer },
): Promise<KeyRing> {
  const found = await readKeyRing(file);
  if (found) return found;
  // Fail closed: a new key in a lost one's place would open nothing, and hide that the old one must be found.
  if (!mayMake) throw missing(file);
  await makeKeyFile(file, textOf([newKey(random)]), `${file}.${random(8).toString("hex")}`);
  return (await readKeyRing(file)) ?? Promise.reject(missing(file));
}

export function newKey(random: (bytes: number) => Buffer): MasterKey {
  return keyOf(random(KEY_BYTES).toString("hex"));
}

/** One key a line; undefined where there is no such file. */
export async function readKeyRing(file: string): Promise<KeyRing | undefined> {
  const text = (await readKeyFile(file, () => shared(file)))?.trim();
  if (text === undefined) return undefined;
  const [first, ...others] = text.split("\n").map((line) => line.trim());
  if (first === undefined || ![first, ...others].every((line) => /^[0-9a-f]{64}$/.test(line)))
    throw invalid(file);
  return [keyOf(first), ...others.map(keyOf)];
}

/** In place of what the file holds, whole or not at all. */
export async function replaceKeyRing(file: string, ring: KeyRing, draft: string): Promise<void> {
  await replaceKeyFile(file, textOf(ring), draft);
}

const textOf = (ring: readonly MasterKey[]) => ring.map(({ bytes }) => `${bytes.toString("hex")}\n`).join("");

function keyOf(text: string): MasterKey {
  return { id: sha256(`gatefold master key ${text}`).slice(0, 16), bytes: Buffer.from(text, "hex") };
}

function shared(file: string): GatefoldError {
  return new GatefoldError(
    "MASTER_KEY_SHARED",
    `Others than its owner may use the master key ${file}; take that away with: chmod 600 ${file}`,
    { file },
  );
}

/** The file is not there, and something waits for it. */
export function missing(file: string): GatefoldError {
  return new GatefoldError(
    "MASTER_KEY_MISSING",
    `The database holds sealed credentials, but the master key ${file} is not there. Put it back from its backup; if it is lost for good, "gatefold master-key lost" goes on with a new one, and the credentials must be entered again.`,
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
