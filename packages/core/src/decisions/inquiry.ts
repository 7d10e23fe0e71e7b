import type { Query } from "./decision.ts";
import { type Holdings, holdingsOf } from "./holdings.ts";
import type { Account, Millis, Permission, User } from "../model.ts";
import { accountPlace, type Place, placeOf } from "./place.ts";
import type { State } from "../state/state.ts";

/** What a question asks, whoever it is about. */
export type Question = Omit<Query, "user">;

/** What the decisions on one question look at, the same for all users. */
export interface Ground {
  readonly state: State;
  readonly account: Account;
  readonly permission: Permission;
  readonly place: Place;
  readonly now: Millis;
  /** The connection it must go through, where one is named. */
  readonly connection: string | undefined;
}

/** All that the decisions of one query look at, gathered once. */
export interface Inquiry extends Ground {
  readonly user: User;
  readonly holdings: Holdings;
}

/**
 * Undefined where the account, the permission or the place is not known, the place is of the wrong level, or the time is
 * no number.
 */
export function groundOf(state: State, question: Question): Ground | undefined {
  const account = accountOf(state);
  const permission = permissionNamed(state, question.permission);
  const place = placeOf(state, question.at);
  if (!account || !permission || !place || !fits(permission, place)) return undefined;
  if (Number.isNaN(question.now)) return undefined;
  return { state, account, permission, place, now: question.now, connection: question.connection };
}

export function inquireAbout(ground: Ground, user: User): Inquiry {
  return { ...ground, user, holdings: holdingsOf(ground.state, user.id) };
}

/** Undefined where anything that the query names is not known, or the place is of the wrong level. */
export function inquire(state: State, query: Query): Inquiry | undefined {
  const user = state.get("user", query.user);
  const ground = groundOf(state, query);
  return user && ground && inquireAbout(ground, user);
}

/** The permission of this id or alias. A name that two permissions answer to names none. */
export function permissionNamed(state: State, name: string): Permission | undefined {
  const byId = state.get("permission", name);
  if (byId) return byId;
  const [only, ...others] = state.find("permissionsAliased", name);
  return others.length === 0 ? only : undefined;
}

/**
 * Where a permission that another one needs is asked: where that one is, or at the account if that is its level. So
 * what is asked at the account cannot need what is asked at a folder.
 */
export function placeOfNeed(need: Permission, place: Place): Place | undefined {
  const there = need.level === "account" ? accountPlace : place;
  return fits(need, there) ? there : undefined;
}

/** Is this a place of the level at which the permission is asked? */
export function fits({ level }: Permission, place: Place): boolean {
  if (level === "account") return place.at === null;
  if (level === "workspace") return place.asset === null && place.path[0]?.workspace === true;
  return place.at !== null;
}

function accountOf(state: State): Account | undefined {
  for (const account of state.all("account")) return account;
  return undefined;
}
