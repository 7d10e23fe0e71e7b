import { isEndlessAdmin } from "./admins.ts";
import { liveKey } from "./decide-as.ts";
import { rightsAt } from "./holding.ts";
import { reaches } from "./scope.ts";
import { heightOf } from "../decisions/overrides.ts";
import { type Holdings, holdingsOf, isLive } from "../decisions/holdings.ts";
import { inquire } from "../decisions/inquiry.ts";
import { judge } from "../decisions/judge.ts";
import type { Account, ApiKey, Millis, Permission, User } from "../model.ts";
import { type Place, placeOf } from "../decisions/place.ts";
import type { Principal } from "../principal.ts";
import { standingOf } from "../decisions/reach.ts";
import type { State } from "../state/state.ts";

/** The effective principal of one write, as he was before it: nothing in the write adds to what he may do in it. */
export interface Actor {
  readonly account: Account;
  readonly user: User;
  readonly holdings: Holdings;
  readonly key: ApiKey;
}

/** Undefined where his credential opens nothing, or he or his account is not active. */
export function actorOf(state: State, principal: Principal, now: Millis): Actor | undefined {
  const key = liveKey(state, principal, now);
  const account = state.get("account", principal.account);
  const user = state.get("user", principal.user);
  if (!key || account?.status !== "active" || user?.status !== "active") return undefined;
  return { account, user, holdings: holdingsOf(state, user.id), key };
}

/** As a giver, he is without what counts only while he holds something else: given on, it would not end with that. */
export function giverOf(actor: Actor): Actor {
  const grants = actor.holdings.grants.filter(({ grant }) => grant.livesBy === undefined);
  return { ...actor, holdings: { ...actor.holdings, grants } };
}

/** Everything, everywhere, forever: whatever he gives, he holds. */
export function isSupreme(actor: Actor, now: Millis): boolean {
  const { account, holdings, key } = giverOf(actor);
  const uncut =
    key.permissions === null && key.folders === null && key.connections === null && key.until === null;
  return uncut && isEndlessAdmin(account, holdings, now);
}

export type Answer = "yes" | "no" | "not-with-this-key";

/** May he do this now, gates and all? */
export function mayNow(
  state: State,
  actor: Actor,
  permission: string,
  at: string | null,
  now: Millis,
): Answer {
  const { account, user, holdings, key } = actor;
  const inquiry = inquire(state, { user: user.id, permission, at, now });
  if (!inquiry || judge({ ...inquiry, account, user, holdings }).effect === "deny") return "no";
  return reaches(key, inquiry.permission, inquiry.place) ? "yes" : "not-with-this-key";
}

/** What he holds at a place at a moment, without gates: of a giver, what he may give away there. */
export function holdingAt(
  state: State,
  actor: Actor,
  place: Place,
  now: Millis,
): (permission: Permission) => boolean {
  const { key } = actor;
  const owns = rightsAt({ ...actor, state }, place, now);
  const alive = key.until === null || now < key.until;
  return (permission) => {
    // A key for some connections delivers through these; a right to deliver goes through any.
    if (key.connections !== null && permission.connector !== null) return false;
    return alive && reaches(key, permission, place) && owns(permission);
  };
}

/** Has he all access at this folder or asset now, with nothing denied to him there? */
export function hasAllAccess(state: State, actor: Actor, at: string, now: Millis): boolean {
  const { account, user, holdings, key } = actor;
  const place = placeOf(state, at);
  if (!place || key.permissions !== null || !reaches(key, anything, place)) return false;
  const denies = holdings.overrides.some(
    (override) =>
      override.effect === "deny" && isLive(override, now) && heightOf(override, place) !== undefined,
  );
  const inquiry = { state, account, user, holdings, permission: anything, place, now, connection: undefined };
  return (
    !denies &&
    holdings.grants.some(
      (held) => held.role.allAccess && standingOf(inquiry, held, anything, place).amiss.length === 0,
    )
  );
}

/** Stands for whichever permission of folder level: roles of all access give it, no other does. */
const anything: Permission = {
  id: "*",
  level: "folder",
  needs: [],
  feature: null,
  connector: null,
  description: "",
  aliases: [],
};
