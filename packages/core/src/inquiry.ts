import type { Query } from "./decision.ts";
import { type Holdings, holdingsOf } from "./holdings.ts";
import type { Account, Millis, Permission, User } from "./model.ts";
import { accountPlace, type Place, placeOf } from "./place.ts";
import type { State } from "./state.ts";

/** All that the decisions of one query look at, gathered once. */
export interface Inquiry {
  readonly state: State;
  readonly account: Account;
  readonly user: User;
  readonly holdings: Holdings;
  readonly permission: Permission;
  readonly place: Place;
  readonly now: Millis;
  /** The connection it must go through, where one is named. */
  readonly connection: string | undefined;
}

/** Undefined where the account, the user, the permission or the place is not known, or the place is of the wrong level. */
export function inquire(state: State, query: Query): Inquiry | undefined {
  const account = accountOf(state);
  const user = state.get("user", query.user);
  const permission = permissionNamed(state, query.permission);
  const place = placeOf(state, query.at);
  if (!account || !user || !permission || !place || !fits(permission, place)) return undefined;
  const holdings = holdingsOf(state, user.id);
  return { state, account, user, holdings, permission, place, now: query.now, connection: query.connection };
}

/** The permission of this id or alias. A name that two permissions answer to names none. */
export function permissionNamed(state: State, name: string): Permission | undefined {
  const byId = state.get("permission", name);
  if (byId) return byId;
  const [only, ...others] = state.find("permissionsAliased", name);
  return others.length === 0 ? only : undefined;
}

/** Where a permission that another one needs is asked: at the same place, or at the account if that is its level. */
export function placeOfNeed(need: Permission, place: Place): Place | undefined {
  const there = need.level === "account" ? accountPlace : place;
  return fits(need, there) ? there : undefined;
}

/** Is this a place of the level at which the permission is asked? */
function fits({ level }: Permission, place: Place): boolean {
  if (level === "account") return place.at === null;
  if (level === "workspace") return place.asset === null && place.path[0]?.workspace === true;
  return place.at !== null;
}

function accountOf(state: State): Account | undefined {
  for (const account of state.all("account")) return account;
  return undefined;
}
