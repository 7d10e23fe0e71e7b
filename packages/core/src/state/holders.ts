import type { Grant } from "../model.ts";
import type { State } from "./state.ts";

/** Is this grant the user's, of his own or by a group he is in? */
export function isHeldBy(state: State, grant: Grant, user: string): boolean {
  if (grant.group === null) return grant.user === user;
  return state.get("group", grant.group)?.members.includes(user) === true;
}
