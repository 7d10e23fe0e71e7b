import { hasEnded, type Held, held, type Window } from "../decisions/holdings.ts";
import type { Grant } from "../model.ts";
import { isUnnarrowed } from "../decisions/reach.ts";
import { isWithin } from "../decisions/place.ts";
import { isUnderAny } from "./anchors.ts";
import { type Finding, type FindingCode, finding } from "./finding.ts";
import type { Survey } from "./survey.ts";

/**
 * Grants that give nothing, each by what keeps it from giving; they join what is idle. One that gives nothing itself, but
 * by which another one lives, is not told.
 */
export function idleGrants(survey: Survey): Finding[] {
  const findings: Finding[] = [];
  for (const grant of survey.state.all("grant")) {
    const role = survey.state.get("role", grant.role);
    if (!role) continue;
    const code = faultOfTimes(survey, grant) ?? faultOfPlaces(survey, { grant, role });
    const { isVoid, allAccess, permissions } = survey.giftOf(role);
    if (code && (endsWhatLivesByIt.has(code) || !bearsOthers(survey, grant))) {
      findings.push(finding(code, "grant", grant.id));
    }
    // Of a role that gives nothing the role itself is told, not each of its grants.
    const rolesFault = isVoid || role.folders.length === 0 || (!allAccess && permissions.size === 0);
    if (code || rolesFault) survey.idleGrants.add(grant.id);
  }
  return findings;
}

/** Faults by which whatever lives by the grant is as dead as it is. */
const endsWhatLivesByIt: ReadonlySet<FindingCode> = new Set(["GRANT_WINDOW", "GRANT_OVER", "GRANT_LIFELESS"]);

/** Does another grant count only while this one is held, whatever this one gives? */
export function bearsOthers({ state }: Survey, { id }: Grant): boolean {
  return state.find("grantsLivingBy", id).length > 0;
}

function faultOfTimes({ state, now }: Survey, grant: Grant): FindingCode | undefined {
  if (isNever(grant)) return "GRANT_WINDOW";
  if (hasEnded(grant, now)) return "GRANT_OVER";
  const [living] = held(state, grant);
  return !living || isNever(living.grant) || hasEnded(living.grant, now) ? "GRANT_LIFELESS" : undefined;
}

export function isNever({ from, until }: Window): boolean {
  return from !== null && until !== null && from >= until;
}

function faultOfPlaces(survey: Survey, holding: Held): FindingCode | undefined {
  const { grant, role } = holding;
  if (grant.folders?.length === 0) return "GRANT_NOWHERE";
  if (role.folders.length === 0) return undefined;
  if (grant.collection !== null) return faultOfCollection(survey, holding, grant.collection);
  if (!meets(survey, holding)) return "GRANT_APART";
  return isWalled(survey, holding) ? "GRANT_WALLED" : undefined;
}

function meets({ state, reachOf }: Survey, holding: Held): boolean {
  const reach = reachOf(holding);
  if (reach.kind === "folders") return reach.folders.size > 0;
  const home = reach.kind === "asset" ? state.get("asset", reach.id)?.folder : undefined;
  return reach.kind === "everywhere" || (home !== undefined && isUnderAny(state, home, holding.role.folders));
}

/** Held everywhere, it gets into no folder; only rights over the account would be left of it. */
function isWalled({ isOpen, giftOf, state }: Survey, { grant, role }: Held): boolean {
  if (isOpen || role.allAccess || role.folders !== "all" || !isUnnarrowed(grant)) return false;
  return state.count("folder") > 0 && !givesAnyOverAccount(state, giftOf(role).permissions);
}

function givesAnyOverAccount(state: Survey["state"], permissions: ReadonlySet<string>): boolean {
  return [...permissions].some((id) => state.get("permission", id)?.level === "account");
}

function faultOfCollection(survey: Survey, { role }: Held, id: string): FindingCode | undefined {
  const { state } = survey;
  const collection = state.get("collection", id);
  if (!collection || collection.assets.length === 0) return "GRANT_EMPTY_COLLECTION";
  const homes = new Set(collection.assets.flatMap((asset) => state.get("asset", asset)?.folder ?? []));
  const common = [...homes].filter((home) => isUnderAny(state, home, role.folders));
  if (common.length === 0) return "GRANT_APART";
  return common.every((home) => isBehindWall(state, home, collection.folder)) ? "GRANT_WALLED" : undefined;
}

/** Is this folder inside a restricted one that the collection is not itself inside? */
function isBehindWall(state: Survey["state"], folder: string, home: string): boolean {
  let at = state.get("folder", folder);
  while (at && !at.restricted) at = at.parent === null ? undefined : state.get("folder", at.parent);
  return at !== undefined && !isWithin(state, home, at.id);
}
