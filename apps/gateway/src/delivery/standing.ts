import type { Millis, Principal, State } from "@gatefold/core";
import { Refusal } from "../http/problems.ts";

/**
 * Why a principal as a whole can do nothing any more; undefined where it still stands. It says something about the
 * asker alone, so he may be told, where a decision about a place he no longer sees may not.
 */
export function fallen(
  state: State,
  { account, user, credential }: Principal,
  now: Millis,
): Refusal | undefined {
  if (state.get("account", account)?.status !== "active") {
    return new Refusal("ACCOUNT_SUSPENDED", "The account is suspended.");
  }
  if (state.get("user", user)?.status !== "active") {
    return new Refusal("USER_SUSPENDED", "Whoever asked for this is suspended.");
  }
  if (credential.kind !== "key") return undefined;
  const key = state.get("key", credential.id);
  if (key && (key.until === null || now < key.until)) return undefined;
  return new Refusal("UNAUTHENTICATED", "The key this was asked for with was revoked or has ended.");
}
