import { hasEnded, type Held } from "../decisions/holdings.ts";
import { isUnnarrowed } from "../decisions/reach.ts";
import { isWithin } from "../decisions/place.ts";
import { isUnderAny } from "./anchors.ts";
import { type Finding, type FindingCode, finding } from "./finding.ts";
import type { Survey } from "./survey.ts";

/** Grants that give nothing, each by what keeps it from giving; they join what is idle. */
export function idleGrants(survey: Survey): Finding[] {
  const findings: Finding[] = [];
  for (const grant of survey.state.all("grant")) {
    const role = survey.state.get("role", grant.role);
    if (!role) continue;
    const code = faultOf(survey, { grant, role });
    const { isVoid, allAccess, permissions } = survey.giftOf(role);
    if (code) findings.push(finding(code, "grant", grant.id));
    // Of a role that gives nothing the role itself is told, not each of its grants.
    const rolesFault = isVoid || role.folders.length === 0 || (!allAccess && permissions.size === 0);
    if (code || rolesFault) survey.idle.add(grant);
  }
  return findings;
}

function faultOf(survey: Survey, held: Held): FindingCode | undefined {
  const { grant, role } = held;
  const { from, until, folders } = grant;
  if (from !== null && until !== null && from >= until) return "GRANT_WINDOW";
  if (hasEnded(grant, survey.now)) return "GRANT_OVER";
  if (folders?.length === 0) return "GRANT_NOWHERE";
  if (role.folders.length === 0) return undefined;
  if (grant.collection !== null) return faultOfCollection(survey, held, grant.collection);
  if (!meets(survey, held)) return "GRANT_APART";
  return isWalled(survey, held) ? "GRANT_WALLED" : undefined;
}

function meets({ state, reachOf }: Survey, held: Held): boolean {
  const reach = reachOf(held);
  if (reach.kind === "folders") return reach.folders.size > 0;
  const home = reach.kind === "asset" ? state.get("asset", reach.id)?.folder : undefined;
  return reach.kind === "everywhere" || (home !== undefined && isUnderAny(state, home, held.role.folders));
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
