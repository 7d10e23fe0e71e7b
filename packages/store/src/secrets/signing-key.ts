import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { GatefoldError } from "@gatefold/core";
import { canonical } from "../canonical.ts";
import { makeKeyFile, readKeyFile } from "./key-file.ts";

const SEED_BYTES = 32;
/** What comes before an Ed25519 key's 32 bytes in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A key that signatures are checked with, as JSON Web Key (RFC 8037). `kid`: its thumbprint (RFC 7638). */
export interface PublicSigningKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
}

/** One key that signs, and all whose signatures are trusted: itself first. */
export interface SigningKey {
  readonly private: KeyObject;
  readonly trusted: readonly PublicSigningKey[];
}

/**
 * The key that signs heads, in PEM; made where there is none and it `mayMake` one. Public keys that stand after it in the
 * file are those that signed before it: still trusted. Throws `SIGNING_KEY_MISSING`, `SIGNING_KEY_SHARED`,
 * `SIGNING_KEY_INVALID`.
 */
export async function signingKeyIn(
  file: string,
  { mayMake, random }: { mayMake: boolean; random: (bytes: number) => Buffer },
): Promise<SigningKey> {
  const found = await readKey(file);
  if (found) return found;
  // Fail closed: a new key in a lost one's place would trust nothing that was signed, and hide that the old one must be found.
  if (!mayMake) throw missing(file);
  const made = createPrivateKey({
    key: Buffer.concat([PKCS8, random(SEED_BYTES)]),
    format: "der",
    type: "pkcs8",
  });
  const text = made.export({ format: "pem", type: "pkcs8" }).toString();
  await makeKeyFile(file, text, `${file}.${random(8).toString("hex")}`);
  return (await readKey(file)) ?? Promise.reject(missing(file));
}

/** The public half of a PEM key, or of a JSON Web Key; undefined where it is no Ed25519 key. */
export function publicSigningKey(key: KeyObject): PublicSigningKey | undefined {
  const { kty, crv, x } = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
  if (kty !== "OKP" || crv !== "Ed25519" || x === undefined) return undefined;
  const kid = createHash("sha256").update(canonical({ crv, kty, x })).digest("base64url");
  return { kty, crv, x, kid };
}

async function readKey(file: string): Promise<SigningKey | undefined> {
  const text = await readKeyFile(file, () => shared(file));
  if (text === undefined) return undefined;
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
  const [first = "", ...others] = blocks;
  try {
    const signs = createPrivateKey(first);
    const keys = [signs, ...others.map((block) => createPublicKey(block))];
    const trusted = keys.map(publicSigningKey).filter((key) => key !== undefined);
    if (trusted.length === keys.length) return { private: signs, trusted };
  } catch {
    // What OpenSSL says of a key is of no use to who can't read it.
  }
  throw invalid(file);
}

function shared(file: string): GatefoldError {
  return new GatefoldError(
    "SIGNING_KEY_SHARED",
    `Others than its owner may use the signing key ${file}; take that away with: chmod 600 ${file}`,
    { file },
  );
}

function missing(file: string): GatefoldError {
  return new GatefoldError(
    "SIGNING_KEY_MISSING",
    `Heads of the journal were signed, but the signing key ${file} is not there. Put it back from its backup; if it is lost for good, delete the rows of the table "checkpoints": what was signed is then proved by the checkpoints and the public key that were kept elsewhere.`,
    { file },
  );
}

function invalid(file: string): GatefoldError {
  return new GatefoldError(
    "SIGNING_KEY_INVALID",
    `The signing key ${file} does not begin with an Ed25519 private key in PEM; put the right file back from its backup.`,
    { file },
  );
}
