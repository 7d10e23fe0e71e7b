import { type Held, held } from "../decisions/holdings.ts";
import type { Grant, Role } from "../model.ts";
import { isHeldAt, isUnderAny } from "./anchors.ts";
import { type Finding, finding } from "./finding.ts";
import { bearsOthers } from "./grants.ts";
import { lastsAsLong, type Survey } from "./survey.ts";

/**
 * Grants of which another one gives everything. Looked at from the last given to the first, and each told joins what is
 * idle: of two alike the first stays, and all that are told can be taken away together.
 */
export function redundantGrants(survey: Survey): Finding[] {
  const { state, idleGrants } = survey;
  const findings: Finding[] = [];
  const covers = coveringIn(survey);
  const look = (own: readonly Held[], beside: readonly Held[]) => {
    const others = [...own, ...beside];
    for (const one of own.toReversed()) {
      if (bearsOthers(survey, one.grant)) continue;
      const other = others.find(
        (candidate) => candidate !== one && !idleGrants.has(candidate.grant.id) && covers(candidate, one),
      );
      if (!other) continue;
      idleGrants.add(one.grant.id);
      findings.push(finding("GRANT_REDUNDANT", "grant", one.grant.id, { because: other.grant.id }));
    }
  };
  const living = (grants: readonly Grant[]) =>
    grants.filter((grant) => !idleGrants.has(grant.id)).flatMap((grant) => held(state, grant));
  const byGroup = new Map<string, Held[]>();
  for (const { id } of state.all("group")) {
    look(living(state.find("grantsOfGroup", id)), []);
    byGroup.set(id, living(state.find("grantsOfGroup", id)));
  }
  for (const { id } of state.all("user")) {
    const own = living(state.find("grantsOfUser", id));
    if (own.length === 0) continue;
    const beside = state.find("groupsOf", id).flatMap((group) => byGroup.get(group.id) ?? []);
    look(own, beside);
  }
  return findings;
}

/** Does one grant give all that another one does, wherever and whenever that does? */
function coveringIn(survey: Survey): (one: Held, other: Held) => boolean {
  const byRoles = new Map<Role, Map<Role, boolean>>();
  const roleCovers = (one: Role, other: Role): boolean => {
    const known = byRoles.get(one) ?? new Map<Role, boolean>();
    byRoles.set(one, known);
    const answer = known.get(other) ?? givesAllOf(survey, one, other);
    known.set(other, answer);
    return answer;
  };
  return (one, other) =>
    lastsAsLong(one.grant, other.grant, survey.now) &&
    roleCovers(one.role, other.role) &&
    reachesAllOf(survey, one, other);
}

function givesAllOf({ giftOf }: Survey, one: Role, other: Role): boolean {
  if (one.allAccess || one === other) return true;
  const { permissions } = giftOf(one);
  return !other.allAccess && [...giftOf(other).permissions].every((id) => permissions.has(id));
}

/** All access that is held everywhere leaves nothing out; all else is held where it is anchored, folder by folder. */
function reachesAllOf({ state, reachOf }: Survey, one: Held, other: Held): boolean {
  const [reach, inner] = [reachOf(one), reachOf(other)];
  if (reach.kind === "everywhere" && (one.role.allAccess || inner.kind === "everywhere")) return true;
  if (inner.kind === "everywhere") return false;
  if (reach.kind === "asset" || reach.kind === "collection") {
    return isOnSameThing(one, other) && roleReaches(state, one, other);
  }
  const entry = one.role.allAccess ? "through" : "stopped";
  if (inner.kind === "folders") {
    return inner === reach || [...inner.folders].every((folder) => isHeldAt(state, folder, reach, entry));
  }
  const home = inner.kind === "asset" ? state.get("asset", inner.id)?.folder : undefined;
  return home !== undefined && isHeldAt(state, home, reach, entry);
}

function isOnSameThing(one: Held, other: Held): boolean {
  return one.grant.asset === other.grant.asset && one.grant.collection === other.grant.collection;
}

/** Of two grants on one asset or collection: does the role's list of folders let in all that the other's does? */
function roleReaches(state: Survey["state"], one: Held, other: Held): boolean {
  if (one.role.folders === "all" || one.role === other.role) return true;
  const home = one.grant.asset === null ? undefined : state.get("asset", one.grant.asset)?.folder;
  return home !== undefined && isUnderAny(state, home, one.role.folders);
}
