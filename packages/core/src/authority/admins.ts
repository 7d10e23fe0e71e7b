import { hasBegun, hasEnded, type Holdings, holdingsOf } from "../decisions/holdings.ts";
import type { Account, Millis } from "../model.ts";
import { isUnnarrowed } from "../decisions/reach.ts";
import type { State } from "../state/state.ts";

/** All access, narrowed by nothing and without an end, and no deny that is or will be in force. */
export function isEndlessAdmin({ plan }: Account, { grants, overrides }: Holdings, now: Millis): boolean {
  if (overrides.some((override) => override.effect === "deny" && !hasEnded(override, now))) return false;
  return grants.some(
    ({ grant, role }) =>
      role.allAccess &&
      role.folders === "all" &&
      (role.feature === null || plan.features.includes(role.feature)) &&
      isUnnarrowed(grant) &&
      grant.until === null &&
      hasBegun(grant, now),
  );
}

/** Is there an active person who is one? */
export function hasEndlessAdmin(state: State, account: Account, now: Millis): boolean {
  for (const role of state.all("role")) {
    if (!role.allAccess) continue;
    for (const grant of state.find("grantsOfRole", role.id)) {
      const holders =
        grant.user === null ? (state.get("group", grant.group ?? "")?.members ?? []) : [grant.user];
      for (const id of holders) {
        const user = state.get("user", id);
        if (user?.status !== "active" || user.kind !== "person") continue;
        if (isEndlessAdmin(account, holdingsOf(state, id), now)) return true;
      }
    }
  }
  return false;
}
