import { decide } from "./decide.ts";
import type { Millis } from "../model.ts";
import type { State } from "../state/state.ts";

/** `decide` as a bare yes or no, for inner loops. */
export function can(
  state: State,
  user: string,
  permission: string,
  at: string | null,
  now: Millis,
  connection?: string,
): boolean {
  return decide(state, { user, permission, at, now, connection }).effect === "allow";
}

/** The ids of all permissions that this user is allowed at this place (null: the account), in the catalogue's order. */
export function permissionsAt(state: State, user: string, at: string | null, now: Millis): readonly string[] {
  return Array.from(state.all("permission"), ({ id }) => id).filter((permission) =>
    can(state, user, permission, at, now),
  );
}
