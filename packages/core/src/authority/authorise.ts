import type { Event } from "../state/events.ts";
import { planChanges } from "../state/fold.ts";
import { inquire } from "../decisions/inquiry.ts";
import type { Millis } from "../model.ts";
import { type Place, placeOf } from "../decisions/place.ts";
import type { Principal } from "../principal.ts";
import type { Change, State } from "../state/state.ts";
import { type Actor, actorOf, giverOf, hasAllAccess, holdingAt, isSupreme, mayNow } from "./actor.ts";
import { hasEndlessAdmin } from "./admins.ts";
import { type Demand, demandsOf } from "./demands.ts";
import { refusedGain } from "./gains.ts";
import { rightsAt } from "./holding.ts";
import { grantsGiving } from "./creators.ts";
import { createPlaceFinder, marksOf, type Region } from "../regions/marks.ts";
import {
  allAccessNeeded,
  type AuthorityRefusal,
  beyondOwn,
  credentialEnded,
  foundingOnly,
  lastAdmin,
  rightMissing,
  widerKey,
} from "./refusals.ts";
import { contains } from "./scope.ts";

/**
 * May the principal bring these events about, all of them in this order? Null where he may. Each event asks for its right,
 * and nobody may gain by it what the principal does not hold himself, there and for as long (rule 11). The state is left as
 * it was. Throws `EventRefused` where an event may not happen at all.
 */
export function authorise(
  state: State,
  principal: Principal,
  events: readonly Event[],
  now: Millis,
): AuthorityRefusal | null {
  if (principal.credential.kind === "founding") return isUnfounded(state) ? null : credentialEnded;
  if (principal.credential.kind === "gatefold") return isUpkeep(state, events) ? null : credentialEnded;
  const actor = actorOf(state, principal, now);
  if (!actor) return credentialEnded;
  const wasLed = hasEndlessAdmin(state, actor.account, now);
  const done: Change[] = [];
  try {
    for (const event of events) {
      const refusal = refusalOf(state, actor, event, now, done);
      if (refusal) return { ...refusal, event: event.type };
    }
    return wasLed && !hasEndlessAdmin(state, actor.account, now) ? lastAdmin : null;
  } finally {
    for (const { kind, id, before } of done.toReversed()) state.put(kind, id, before);
  }
}

/** Before its journal begins, and at no other time, an account is made by nobody in it. */
function isUnfounded(state: State): boolean {
  return state.revision === 0 && state.count("account") === 0;
}

/** Gatefold itself defines permissions in an account that is founded, and does nothing else there. */
function isUpkeep(state: State, events: readonly Event[]): boolean {
  return state.count("account") === 1 && events.every(({ type }) => type === "permissions.defined");
}

/** Asks for one event, and where it may be, goes on as if it had happened: the next may rest on it. */
function refusalOf(
  state: State,
  actor: Actor,
  event: Event,
  now: Millis,
  done: Change[],
): AuthorityRefusal | null {
  for (const demand of demandsOf(state, event, actor)) {
    const refusal = unmet(state, actor, demand, now);
    if (refusal) return refusal;
  }
  const changes = planChanges(state, [event]);
  const refusal = isSupreme(actor, now)
    ? null
    : refusedGain(state, givingOf(state, event, changes), giverOf(actor), now);
  if (refusal) return refusal;
  for (const { kind, id, after } of changes) done.push(state.put(kind, id, after));
  return null;
}

/** The changes by which an event gives somebody something of the principal's. */
function givingOf(state: State, event: Event, changes: readonly Change[]): readonly Change[] {
  return event.type === "key.rolled" ? shownAnew(state, event.id) : withoutCredit(event, changes);
}

/** A roll leaves the key's row as it is, and gives its rights to whoever learns the new secret. */
function shownAnew(state: State, id: string): readonly Change[] {
  const key = state.get("key", id);
  return key ? [{ kind: "key", id, before: key, after: key }] : [];
}

/** What a creator gets is the account's to give, not his who makes the thing: that he is its maker was asked before. */
function withoutCredit(event: Event, changes: readonly Change[]): readonly Change[] {
  const credit = "creator" in event ? event.creator?.grant : undefined;
  return credit === undefined ? changes : changes.filter(({ kind, id }) => kind !== "grant" || id !== credit);
}

function unmet(state: State, actor: Actor, demand: Demand, now: Millis): AuthorityRefusal | null {
  return (meetings[demand.asks] as Meeting<Demand["asks"]>)(state, actor, demand, now);
}

type Meeting<Asks extends Demand["asks"]> = (
  state: State,
  actor: Actor,
  demand: Extract<Demand, { asks: Asks }>,
  now: Millis,
) => AuthorityRefusal | null;

/** What there is to say where a demand is not met. */
const meetings: { [Asks in Demand["asks"]]: Meeting<Asks> } = {
  right: (state, actor, { permission, at }, now) => {
    const answer = mayNow(state, actor, permission, at, now);
    return answer === "yes"
      ? null
      : rightMissing(permission, at, answer === "no" ? null : "CREDENTIAL_SCOPE");
  },
  throughout: unmetThroughout,
  "workspace-rights": unmetWorkspaceRights,
  "all-access": (state, actor, { at, why }, now) => {
    const met = at === null ? isSupreme(actor, now) : hasAllAccess(state, actor, at, now);
    return met ? null : allAccessNeeded(at, why);
  },
  "wider-key": (state, actor, { than }) => (contains(state, actor.key, than) ? null : widerKey()),
  creator: (state, actor, { creator, permission, at }, now) => {
    const { account, user, holdings } = actor;
    const inquiry = inquire(state, { user: user.id, permission, at, now });
    const byThis = inquiry && grantsGiving({ ...inquiry, account, user, holdings });
    const met = creator.user === user.id && byThis?.some(({ grant }) => grant.id === creator.livesBy);
    return met === true ? null : rightMissing(permission, at, null);
  },
  founding: () => foundingOnly,
};

function unmetThroughout(
  state: State,
  actor: Actor,
  { permission: name, region, inside }: Extract<Demand, { asks: "throughout" }>,
  now: Millis,
): AuthorityRefusal | null {
  const permission = state.get("permission", name);
  const [root, ...below] = createPlaceFinder(state)(region, marksOf(state, actor.holdings));
  if (!permission || !root) return rightMissing(name, region, null);
  const reached = inside ? below : below.filter((place) => !isWalledOff(place, region));
  for (const place of [root, ...reached]) {
    if (holdingAt(state, actor, place, now)(permission)) continue;
    const owned = rightsAt({ ...actor, state }, place, now)(permission);
    const limit = owned ? "CREDENTIAL_SCOPE" : null;
    // Where it is held at the top, "there" would read as if it were not.
    if (place === root) return rightMissing(name, place.at, limit);
    const restricted = inside ? ", restricted folders included" : "";
    return rightMissing(name, place.at, limit, `on all that is inside too${restricted}`);
  }
  return null;
}

/** Does a restricted folder between the region's root and this place keep out what is given at the root? */
function isWalledOff({ path, heights, barrier }: Place, region: Region): boolean {
  const root = region === null ? path.length : (heights.get(region) ?? path.length);
  return barrier < root;
}

/** A folder that becomes a workspace can be asked for these from then on: who reaches it gains them. */
function unmetWorkspaceRights(
  state: State,
  actor: Actor,
  { at }: Extract<Demand, { asks: "workspace-rights" }>,
  now: Millis,
): AuthorityRefusal | null {
  const place = placeOf(state, at);
  if (!place) return null;
  const holds = holdingAt(state, giverOf(actor), place, now);
  for (const permission of state.all("permission")) {
    if (permission.level === "workspace" && !holds(permission)) return beyondOwn(permission.id, at, now, now);
  }
  return null;
}
