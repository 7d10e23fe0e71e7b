import { type Decision, isAllow, type Query } from "./decision.ts";
import { indexOf } from "../index/index-of.ts";
import type { Millis } from "../model.ts";
import type { State } from "../state/state.ts";

/** May they? What is not known is denied as `UNKNOWN`; it never throws over what the query names. */
export function decide(state: State, query: Query): Decision {
  const code = indexOf(state).decideQuery(query);
  return { effect: isAllow(code) ? "allow" : "deny", code, revision: state.revision } as Decision;
}

/** `decide` as a bare yes or no, for inner loops: it makes no object. */
export function can(
  state: State,
  user: string,
  permission: string,
  at: string | null,
  now: Millis,
  connection?: string,
): boolean {
  const index = indexOf(state);
  const who = index.user(user);
  const what = index.permission(permission);
  const where = index.placeNow(at);
  if (who === undefined || what === undefined || where === undefined) return false;
  return index.can(who, what, where, now, connection);
}

/** The ids of all permissions that this user is allowed at this place (null: the account), in the catalogue's order. */
export function permissionsAt(state: State, user: string, at: string | null, now: Millis): readonly string[] {
  const index = indexOf(state);
  const who = index.user(user);
  const where = index.placeNow(at);
  return who === undefined || where === undefined ? [] : index.permissionsAt(who, where, now);
}
