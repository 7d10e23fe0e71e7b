import { createCipheriv, createDecipheriv } from "node:crypto";
import { GatefoldError } from "@gatefold/core";
import { canonical } from "../canonical.ts";
import type { SealedRow } from "../database/tables.ts";
import type { MasterKey } from "./master-key.ts";

const CIPHER = "aes-256-gcm";
/** GCM's own size; a new random one for each sealing. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Secrets = Record<string, unknown>;

export interface Sealing {
  seal(account: string, connection: string, secrets: Secrets): SealedRow;
  /** Throws `MASTER_KEY_WRONG`, or `SECRETS_CHANGED` where a byte, or the row's place, is not as it was sealed. */
  open(row: SealedRow): Secrets;
}

export function createSealing(key: MasterKey, random: (bytes: number) => Buffer): Sealing {
  return {
    seal(account, connection, secrets) {
      const nonce = random(NONCE_BYTES);
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
    },
    open(row) {
      if (row.masterKey !== key.id) throw wrongKey(row, key);
      return JSON.parse(decrypt(key, row)) as Secrets;
    },
  };
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
