import { hash as hashOf, timingSafeEqual } from "node:crypto";
import type { Random } from "../ids.ts";

/** What a program shows: `gk_<key id>_<secret>`, the secret 32 random bytes in base64url. */
const token = /^gk_([A-Za-z0-9]{1,64})_([A-Za-z0-9_-]{43})$/;

export interface Shown {
  readonly key: string;
  readonly secret: string;
}

/** The parts of an `Authorization` header of ours, or undefined. */
export function parseBearer(header: string | undefined): Shown | undefined {
  const [, shown = ""] = /^Bearer +(\S+) *$/i.exec(header ?? "") ?? [];
  const [, key, secret] = token.exec(shown) ?? [];
  return key !== undefined && secret !== undefined ? { key, secret } : undefined;
}

/** A new key's secret: shown once as `token`, kept as `hash`. */
export function createKeySecret(key: string, random: Random): { token: string; hash: string } {
  const secret = Buffer.from(random(32)).toString("base64url");
  return { token: `gk_${key}_${secret}`, hash: secretHash(secret) };
}

/** Lower-case hex. A plain hash is enough: the secret is random, not a person's password. */
export function secretHash(secret: string): string {
  return hashOf("sha256", secret);
}

/** In a time that does not depend on where the two differ, also where there is no hash to compare with. */
export function secretMatches(secret: string, hash: string | undefined): boolean {
  const shown = Buffer.from(secretHash(secret), "hex");
  const kept = Buffer.from(hash ?? "", "hex");
  const comparable = kept.length === shown.length;
  return timingSafeEqual(shown, comparable ? kept : Buffer.alloc(shown.length)) && comparable;
}
