import { createHash } from "node:crypto";
import type { Delivery } from "@gatefold/store";

/**
 * What makes one version at one target of one connection recognisable on the platform, e.g. `gf-k3wq7d2mzr5tbx4a`: the same
 * for every attempt, and by another account or for another version never the same (80 bits).
 */
export function deliveryMarker(of: Pick<Delivery, "account" | "connection" | "version" | "target">): string {
  const named = JSON.stringify([of.account, of.connection, of.version, of.target]);
  const hash = createHash("sha256").update(named).digest();
  return `gf-${Array.from(hash.subarray(0, 16), (byte) => ALPHABET[byte & 31]).join("")}`;
}

/** Base 32 without what is easily misread. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
