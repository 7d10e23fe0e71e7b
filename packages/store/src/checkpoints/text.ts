import { createPublicKey, sign, verify } from "node:crypto";
import { canonical } from "../canonical.ts";
import type { PublicSigningKey, SigningKey } from "../secrets/signing-key.ts";
import type { SignedHead } from "./contract.ts";

const TYPE = "gatefold-checkpoint";

/** What a checkpoint's text says, and whether a trusted key says so. */
export type CheckpointReading =
  | { readonly is: "signed"; readonly head: SignedHead; readonly kid: string }
  /** `kid`: the key that it names and that is not trusted, or did not sign this. */
  | { readonly is: "not-signed"; readonly kid: string }
  | { readonly is: "no-checkpoint" };

/** A compact JWS, EdDSA over Ed25519 (RFC 8037). */
export function checkpointText(head: SignedHead, { private: key, trusted: [own] }: SigningKey): string {
  const header = { alg: "EdDSA", kid: own?.kid, typ: TYPE };
  const signed = [header, head].map((part) => base64url(canonical(part))).join(".");
  return `${signed}.${sign(null, Buffer.from(signed), key).toString("base64url")}`;
}

/** Reads a checkpoint as anybody can who has a key he trusts. Says nothing about any journal. */
export function readCheckpoint(text: string, trusted: readonly PublicSigningKey[]): CheckpointReading {
  const [header = "", payload = "", signature = "", ...more] = text.trim().split(".");
  const said = parsed(header);
  const head = headIn(parsed(payload));
  const kid = said?.["kid"];
  const isOurs = said?.["alg"] === "EdDSA" && said["typ"] === TYPE && more.length === 0;
  if (!isOurs || typeof kid !== "string" || !head) return { is: "no-checkpoint" };
  const key = trusted.find((one) => one.kid === kid);
  const signs =
    key !== undefined &&
    verify(
      null,
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key: { ...key }, format: "jwk" }),
      Buffer.from(signature, "base64url"),
    );
  return signs ? { is: "signed", head, kid } : { is: "not-signed", kid };
}

function headIn(payload: Record<string, unknown> | undefined): SignedHead | undefined {
  const { account, seq, hash, at } = payload ?? {};
  if (typeof account !== "string" || typeof hash !== "string" || !/^[0-9a-f]{64}$/.test(hash))
    return undefined;
  if (!isCount(seq) || !isCount(at) || seq < 1) return undefined;
  return { account, seq, hash, at };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function parsed(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
