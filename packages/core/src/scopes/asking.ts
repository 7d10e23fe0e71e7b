import { decideAs, liveKey } from "../authority/decide-as.ts";
import { marksOf } from "../regions/marks.ts";
import { holdingsOf, isLive } from "../decisions/holdings.ts";
import { can, permissionsAt } from "../decisions/decide.ts";
import type { Millis, Permission } from "../model.ts";
import type { Principal } from "../principal.ts";
import type { State } from "../state/state.ts";

/** What somebody is asked about everywhere at once, and how to ask it at one place. */
export interface Asking {
  readonly state: State;
  readonly now: Millis;
  readonly permissions: readonly Permission[];
  /** Those of them that are allowed at a folder, an asset or (null) the account. */
  allowedAt(at: string | null): ReadonlySet<string>;
  /** Folders and assets where something takes hold: between them, and but for restrictions, answers stay as they are. */
  marks(): Set<string>;
}

/** One permission. */
export function askingOne(
  state: State,
  user: string,
  permission: Permission,
  now: Millis,
  connection?: string,
): Asking {
  const yes = new Set([permission.id]);
  return {
    state,
    now,
    permissions: [permission],
    allowedAt: (at) => (can(state, user, permission.id, at, now, connection) ? yes : none),
    marks: () => marksFor(state, user, [permission], now),
  };
}

/** The whole catalogue. */
export function askingAll(state: State, user: string, now: Millis): Asking {
  const permissions = [...state.all("permission")];
  return {
    state,
    now,
    permissions,
    allowedAt: (at) => new Set(permissionsAt(state, user, at, now)),
    marks: () => marksFor(state, user, permissions, now),
  };
}

/** The same for somebody who came by a credential: what his key may do, which can be less than he may. */
export function askingAs(
  state: State,
  principal: Principal,
  permissions: readonly Permission[],
  now: Millis,
): Asking {
  const { user } = principal;
  const mayAt = (at: string | null) => (id: string) =>
    decideAs(state, principal, { user, permission: id, at, now }).effect === "allow";
  const ids = permissions.map(({ id }) => id);
  const [only] = ids;
  return {
    state,
    now,
    permissions,
    allowedAt: (at) =>
      new Set((ids.length === 1 && only ? [only] : permissionsAt(state, user, at, now)).filter(mayAt(at))),
    marks() {
      const marks = marksFor(state, user, permissions, now);
      for (const folder of liveKey(state, principal, now)?.folders ?? []) marks.add(folder);
      return marks;
    },
  };
}

const none: ReadonlySet<string> = new Set();

/** Where a grant, an override or a role of his takes hold now, and where connections live that these permissions wait for. */
function marksFor(state: State, user: string, permissions: readonly Permission[], now: Millis): Set<string> {
  const { grants, overrides } = holdingsOf(state, user);
  const marks = marksOf(state, {
    grants: grants.filter(({ grant }) => isLive(grant, now)),
    overrides: overrides.filter((override) => isLive(override, now)),
  });
  const connectors = new Set(withNeeds(state, permissions).flatMap(({ connector }) => connector ?? []));
  for (const connector of connectors) {
    for (const { folder } of state.find("connectionsOf", connector)) if (folder !== null) marks.add(folder);
  }
  return marks;
}

/** These, and all that they need. */
export function withNeeds(state: State, permissions: readonly Permission[]): Permission[] {
  const found = new Set(permissions);
  for (const { needs } of found) {
    for (const id of needs) {
      const need = state.get("permission", id);
      if (need) found.add(need);
    }
  }
  return [...found];
}
