import { createCipheriv, createDecipheriv } from "node:crypto";
import { GatefoldError } from "@gatefold/core";
import { canonical } from "../canonical.ts";
import type { SealedRow } from "../database/tables.ts";
import { type KeyRing, type MasterKey, missing, readKeyRing } from "./master-key.ts";

const CIPHER = "aes-256-gcm";
/**
 * GCM's own size; a new random one for each sealing. After 2^32 sealings under one key, two equal ones are no longer
 * unlikely enough (NIST SP 800-38D, 8.3): a hundred a second take sixteen months. Rotate the key before.
 */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Secrets = Record<string, unknown>;

export interface Sealing {
  seal(account: string, connection: string, secrets: Secrets): SealedRow;
  /** Throws `MASTER_KEY_WRONG`, or `SECRETS_CHANGED` where a byte, or the row's place, is not as it was sealed. */
  open(row: SealedRow): Promise<Secrets>;
  /** Reads the file anew: its key may have been replaced. */
  refresh(): Promise<void>;
}

export interface SealingParts {
  readonly file: string;
  readonly ring: KeyRing;
  readonly random: (bytes: number) => Buffer;
}

export function createSealing({ file, ring: first, random }: SealingParts): Sealing {
  let ring = first;
  const find = (id: string) => ring.find((key) => key.id === id);
  const refresh = async () => {
    const read = await readKeyRing(file);
    if (!read) throw missing(file);
    ring = read;
  };
  return {
    refresh,
    seal: (account, connection, secrets) =>
      sealWith(ring[0], random(NONCE_BYTES), { account, connection, secrets }),
    async open(row) {
      // A key that is not known may have come since. Where the file can't be read, the row can't be opened either.
      if (!find(row.masterKey)) await refresh().catch(() => undefined);
      const key = find(row.masterKey);
      if (!key) throw wrongKey(row, ring[0]);
      return openWith(key, row);
    },
  };
}

interface Sealable {
  readonly account: string;
  readonly connection: string;
  readonly secrets: Secrets;
}

export function sealWith(
  key: MasterKey,
  nonce: Buffer,
  { account, connection, secrets }: Sealable,
): SealedRow {
  const cipher = createCipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(placeOf(account, connection));
  const sealed = [cipher.update(canonical(secrets), "utf8"), cipher.final(), cipher.getAuthTag()];
  return {
    account,
    connection,
    masterKey: key.id,
    nonce: nonce.toString("base64"),
    sealed: Buffer.concat(sealed).toString("base64"),
  };
}

/** A key's own row, sealed anew under another. */
export function resealed(
  from: MasterKey,
  to: MasterKey,
  row: SealedRow,
  random: SealingParts["random"],
): SealedRow {
  const { account, connection } = row;
  return sealWith(to, random(NONCE_BYTES), { account, connection, secrets: openWith(from, row) });
}

function openWith(key: MasterKey, row: SealedRow): Secrets {
  return JSON.parse(decrypt(key, row)) as Secrets;
}

function decrypt(key: MasterKey, row: SealedRow): string {
  const sealed = Buffer.from(row.sealed, "base64");
  const tagAt = sealed.length - TAG_BYTES;
  try {
    const nonce = Buffer.from(row.nonce, "base64");
    const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(placeOf(row.account, row.connection));
    decipher.setAuthTag(sealed.subarray(tagAt));
    return decipher.update(sealed.subarray(0, tagAt), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new GatefoldError(
      "SECRETS_CHANGED",
      "The stored credentials of this connection were changed outside Gatefold; enter them again.",
      { connection: row.connection },
      { cause },
    );
  }
}

/** What is sealed opens only where it was put: a row copied to another connection does not. */
function placeOf(account: string, connection: string): Buffer {
  return Buffer.from(canonical([account, connection]));
}

function wrongKey(row: SealedRow, key: MasterKey): GatefoldError {
  return new GatefoldError(
    "MASTER_KEY_WRONG",
    "The credentials of this connection were sealed under another master key; put that key file back, or enter them again.",
    { connection: row.connection, sealedUnder: row.masterKey, present: key.id },
  );
}
