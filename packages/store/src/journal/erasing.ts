import type { Erasure } from "./contract.ts";
import type { Writes } from "../database/tables.ts";

/** Events whose texts are all somebody's own where they are about him: his names, and why he was given or denied what. */
const OWN = [
  "user.created",
  "user.changed",
  "grant.given",
  "grant.ended",
  "override.set",
  "override.ended",
  "key.created",
];

/**
 * Empties the texts of all entries about the person up to this one, with their salts: what stays in the chain says nothing
 * of them. The rows stay, so that `verify` can tell an erased text from one that was removed.
 */
export async function erase(
  writes: Writes,
  account: string,
  { user, keys }: Erasure,
  upTo: number,
): Promise<void> {
  const about = writes
    .selectFrom("mentions")
    .select("seq")
    .where("account", "=", account)
    .where("role", "=", "about")
    .where("id", "=", user);
  const own = writes
    .selectFrom("mentions")
    .select("seq")
    .where("account", "=", account)
    .where("role", "=", "type")
    .where("id", "in", OWN);
  await writes
    .updateTable("texts")
    .set({ salt: null, text: null })
    .where("account", "=", account)
    .where("seq", "<=", upTo)
    .where("seq", "in", about)
    .where("seq", "in", own)
    .execute();
  if (keys.length === 0) return;
  await writes.deleteFrom("keySecrets").where("account", "=", account).where("key", "in", keys).execute();
}
