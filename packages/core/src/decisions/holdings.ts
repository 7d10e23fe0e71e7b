import type { Grant, Millis, Override, Permission, Role } from "../model.ts";
import { isHeldBy } from "../state/holders.ts";
import type { State } from "../state/state.ts";

/** All that a user was given, of his own and by his groups, live or not. */
export interface Holdings {
  readonly grants: readonly Held[];
  readonly overrides: readonly Override[];
}

/** A grant with the role it gives. */
export interface Held {
  readonly grant: Grant;
  readonly role: Role;
}

export function holdingsOf(state: State, user: string): Holdings {
  const grants = [
    ...state.find("grantsOfUser", user),
    ...state.find("groupsOf", user).flatMap((group) => state.find("grantsOfGroup", group.id)),
  ];
  return {
    grants: grants.flatMap((grant) => held(state, grant)),
    overrides: state.find("overridesOf", user),
  };
}

/** The grant with its role, and with the window in which it counts; none where it counts never. */
export function held(state: State, grant: Grant): Held[] {
  const role = state.get("role", grant.role);
  const living = grant.livesBy === undefined ? grant : livingGrant(state, grant);
  return role && living ? [{ grant: living, role }] : [];
}

/** Cut down to the windows of all it lives by. Fails closed: where one of these is not his, it counts never. */
function livingGrant(state: State, grant: Grant): Grant | undefined {
  let { from, until, livesBy } = grant;
  const seen = new Set([grant.id]);
  while (livesBy !== undefined) {
    const by = state.get("grant", livesBy);
    if (!by || seen.has(by.id) || grant.user === null || !isHeldBy(state, by, grant.user)) return undefined;
    seen.add(by.id);
    from = from === null || (by.from !== null && by.from > from) ? by.from : from;
    until = until === null || (by.until !== null && by.until < until) ? by.until : until;
    livesBy = by.livesBy;
  }
  return { ...grant, from, until };
}

/** Does this role name this permission? All access is another matter. */
export function carries(role: Pick<Role, "permissions">, permission: Permission): boolean {
  return role.permissions.some(
    (pattern) =>
      pattern === permission.id ||
      (permission.level === "folder" &&
        pattern.endsWith(".*") &&
        permission.id.startsWith(pattern.slice(0, -1))),
  );
}

/** Half-open: from its start on, until just before its end. */
export interface Window {
  readonly from: Millis | null;
  readonly until: Millis | null;
}

export function hasBegun(window: Window, now: Millis): boolean {
  return window.from === null || now >= window.from;
}

/** Written so that a time that is no number ends all that has an end. */
export function hasEnded(window: Window, now: Millis): boolean {
  return window.until !== null && !(now < window.until);
}

export function isLive(window: Window, now: Millis): boolean {
  return hasBegun(window, now) && !hasEnded(window, now);
}
