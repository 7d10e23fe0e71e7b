import { decide } from "../decisions/decide.ts";
import type { Decision, Query } from "../decisions/decision.ts";
import { permissionNamed } from "../decisions/inquiry.ts";
import type { ApiKey, Millis } from "../model.ts";
import { placeOf } from "../decisions/place.ts";
import type { Principal } from "../principal.ts";
import type { State } from "../state/state.ts";
import { reaches } from "./scope.ts";

/** What a credential failed by: it opens nothing any more, or its scope is narrower than its owner's rights. */
export type CredentialLimit = "CREDENTIAL_ENDED" | "CREDENTIAL_SCOPE";

/** A decision for somebody who came by a credential; `limit` is null where it rests on the owner's rights alone. */
export type PrincipalDecision = Decision & { readonly limit: CredentialLimit | null };

/**
 * Decides for the principal, whoever the query names: what the owner may, cut down to what his credential may. An ended
 * credential, of another owner or account, or none that a person can hold, opens nothing: deny `UNKNOWN`. Where the owner may and the
 * scope keeps it from him: deny `NO_GRANT`.
 */
export function decideAs(state: State, principal: Principal, query: Query): PrincipalDecision {
  const key = liveKey(state, principal, query.now);
  const { revision } = state;
  if (!key) return { effect: "deny", code: "UNKNOWN", revision, limit: "CREDENTIAL_ENDED" };
  const own = { ...query, user: key.owner };
  const decision = decide(state, own);
  if (decision.effect === "allow" && !inScope(state, key, own)) {
    return { effect: "deny", code: "NO_GRANT", revision, limit: "CREDENTIAL_SCOPE" };
  }
  return { ...decision, limit: null };
}

/** The principal's key; undefined, and so no rights at all, where anything about it is not as it must be. */
export function liveKey(
  state: State,
  { account, user, credential }: Principal,
  now: Millis,
): ApiKey | undefined {
  if (credential.kind !== "key" || !state.get("account", account)) return undefined;
  const key = state.get("key", credential.id);
  if (!key || key.owner !== user) return undefined;
  return key.until === null || now < key.until ? key : undefined;
}

function inScope(state: State, key: ApiKey, query: Query): boolean {
  const permission = permissionNamed(state, query.permission);
  const place = placeOf(state, query.at);
  if (!permission || !place || !reaches(key, permission, place)) return false;
  if (key.connections === null) return true;
  if (query.connection !== undefined) return key.connections.includes(query.connection);
  // Where none is named, any will do; so one that the key may use must do.
  if (permission.connector === null) return true;
  return key.connections.some((connection) => decide(state, { ...query, connection }).effect === "allow");
}
