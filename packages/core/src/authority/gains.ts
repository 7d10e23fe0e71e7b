import { type Holdings, holdingsOf } from "../decisions/holdings.ts";
import type { Account, Millis, Permission } from "../model.ts";
import { overrideFinding } from "../decisions/overrides.ts";
import { accountPlace, type Place, placeOf } from "../decisions/place.ts";
import type { Change, State } from "../state/state.ts";
import { type Actor, holdingAt } from "./actor.ts";
import { ownRightsAt, rightsAt } from "./holding.ts";
import { createPlaceFinder, marksOf, momentsFrom, type Region, windowsOf } from "../regions/marks.ts";
import { allAccessNeeded, type AuthorityRefusal, beyondOwn, rightMissing } from "./refusals.ts";
import { createNearby, type Nearby } from "./nearby.ts";
import { reaches } from "./scope.ts";
import { awakened, shownKeysOf, nothing, type Subject, subjectsOf, touchedBy } from "./subjects.ts";
import { under } from "../regions/under.ts";

/** What a subject would hold at one place (null: the account, or everywhere) at one moment. */
interface Outlook {
  readonly subject: Subject;
  readonly at: string | null;
  readonly moment: Millis;
  readonly permissions: readonly Permission[];
}

/** So many grants and overrides are looked at for one write; more would take seconds, and all access is asked instead. */
const mostLooks = 4_000_000;

/**
 * The first gain of these changes that the principal may not give; null where there is none. A gain is what somebody holds
 * after them and not before. The principal must hold it, as he was before the write, at the same place and moment; and
 * where a deny stood against it, he must hold the right to write overrides where that deny stands.
 */
export function refusedGain(
  state: State,
  changes: readonly Change[],
  actor: Actor,
  now: Millis,
): AuthorityRefusal | null {
  const { subjects, regions } = findSubjects(state, changes, actor);
  if (subjects.length === 0) return null;
  for (const account of accountsOf(state, actor.account)) {
    const survey = { state, account, actor, now };
    const outlooks = under(state, changes, () => outlooksOf(survey, subjects, regions));
    if (!outlooks)
      return allAccessNeeded(null, "This touches too many people and places to compare one by one");
    const refusal = judgeGains(survey, outlooks);
    if (refusal) return refusal;
  }
  return null;
}

/** The account as it is, and, where roles are void for want of a plan feature, as it would be with all features. */
function accountsOf(state: State, account: Account): Account[] {
  const features = new Set(account.plan.features);
  for (const { feature } of state.all("role")) if (feature !== null) features.add(feature);
  if (features.size === new Set(account.plan.features).size) return [account];
  return [account, { ...account, plan: { ...account.plan, features: [...features] } }];
}

function findSubjects(state: State, changes: readonly Change[], actor: Actor) {
  const touchedBefore = touchedBy(state, changes, "before");
  const after = under(state, changes, () => {
    const touched = touchedBy(state, changes, "after");
    const users = new Set([...touchedBefore.users, ...touched.users]);
    const holdings = new Map(Array.from(users, (user) => [user, holdingsOf(state, user)]));
    return { touched, holdings: (user: string) => holdings.get(user) ?? nothing };
  });
  const asleep = awakened(changes);
  const before = {
    touched: touchedBefore,
    holdings: (user: string): Holdings => (asleep.has(user) ? nothing : holdingsOf(state, user)),
  };
  const all = new Set<Region>([...touchedBefore.regions, ...after.touched.regions]);
  return {
    subjects: subjectsOf(before, after, shownKeysOf(state, changes, actor.user.id)),
    regions: all.has(null) ? [null] : [...all],
  };
}

interface Survey {
  readonly state: State;
  readonly account: Account;
  readonly actor: Actor;
  readonly now: Millis;
}

/** Undefined where there is too much to look at. Called in the state after the changes. */
function outlooksOf(
  survey: Survey,
  subjects: readonly Subject[],
  regions: readonly Region[],
): Outlook[] | undefined {
  const { state, actor, now } = survey;
  const catalogue = [...state.all("permission")];
  const find = createPlaceFinder(state);
  const outlooks: Outlook[] = [];
  let looks = 0;
  for (const subject of subjects) {
    const everything = [subject.before, subject.after, actor.holdings];
    const marks = new Set(everything.flatMap((holdings) => [...marksOf(state, holdings)]));
    const ends = [actor.key, subject.key ?? actor.key].map(({ until }) => ({ from: null, until }));
    const windows = everything.flatMap(windowsOf);
    const moments = momentsFrom(now, [...windows, ...ends]);
    const near = createNearby(state, subject.after);
    for (const place of regions.flatMap((region) => find(region, marks))) {
      const holdings = near(place);
      looks += moments.length * catalogue.length * (1 + holdings.grants.length + holdings.overrides.length);
      if (looks > mostLooks) return undefined;
      for (const moment of moments) {
        const holds = rightsOf(survey, subject, holdings, place, moment);
        const permissions = catalogue.filter(holds);
        if (permissions.length > 0) outlooks.push({ subject, at: place.at, moment, permissions });
      }
    }
  }
  return outlooks;
}

function rightsOf(
  { state, account, actor: { user } }: Survey,
  { key, withNeeds }: Subject,
  holdings: Holdings,
  place: Place,
  moment: Millis,
): (permission: Permission) => boolean {
  const view = { state, account, user, holdings };
  const holds = (withNeeds ? rightsAt : ownRightsAt)(view, place, moment);
  if (!key) return holds;
  const alive = key.until === null || moment < key.until;
  return (permission) => alive && reaches(key, permission, place) && holds(permission);
}

/** Called in the state before the changes. */
function judgeGains(survey: Survey, outlooks: readonly Outlook[]): AuthorityRefusal | null {
  const { state, actor, now } = survey;
  const nearActor = createNearby(state, actor.holdings);
  const ownNear = (place: Place, moment: Millis) =>
    holdingAt(state, { ...actor, holdings: nearActor(place) }, place, moment);
  const own = new Map<string, (permission: Permission) => boolean>();
  const ownAt = (place: Place, moment: Millis) => {
    const key = JSON.stringify([place.at, moment]);
    const holds = own.get(key) ?? ownNear(place, moment);
    own.set(key, holds);
    return holds;
  };
  const nearby = new Map<Subject, Nearby>();
  for (const { subject, at, moment, permissions } of outlooks) {
    const place = placeOf(state, at) ?? accountPlace;
    const near = nearby.get(subject) ?? createNearby(state, subject.before);
    nearby.set(subject, near);
    const holdings = near(place);
    const held = rightsOf(survey, subject, holdings, place, moment);
    for (const permission of permissions) {
      if (held(permission)) continue;
      if (!ownAt(place, moment)(permission)) {
        const sinceLater = moment > now && ownAt(place, now)(permission);
        return beyondOwn(permission.id, at, sinceLater ? moment : now, now);
      }
      const deny = denyOutOfHand(survey, holdings, permission, place, moment);
      if (deny) return deny;
    }
  }
  return null;
}

/** A deny that would no longer hold this back stands where the principal may not write overrides. */
function denyOutOfHand(
  { state, account, actor, now }: Survey,
  holdings: Holdings,
  permission: Permission,
  place: Place,
  moment: Millis,
): AuthorityRefusal | null {
  const writing = state.get("permission", "overrides.manage");
  const inquiry = {
    state,
    account,
    user: actor.user,
    holdings,
    permission,
    place,
    now: moment,
    connection: undefined,
  };
  for (const { anchor } of overrideFinding(inquiry, permission, place).denies) {
    const there = placeOf(state, anchor);
    if (!writing || !there || !holdingAt(state, actor, there, now)(writing)) {
      return rightMissing("overrides.manage", anchor, null);
    }
  }
  return null;
}
