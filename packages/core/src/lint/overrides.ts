import { hasEnded } from "../decisions/holdings.ts";
import { isWithin } from "../decisions/place.ts";
import type { Override } from "../model.ts";
import { isUnder } from "./anchors.ts";
import { type Finding, finding } from "./finding.ts";
import { isNever } from "./grants.ts";
import { lastsAsLong, type Survey } from "./survey.ts";

/** Overrides that do nothing; those that could be taken away join what is idle. */
export function idleOverrides(survey: Survey): Finding[] {
  const { state, idleOverrides: idle } = survey;
  const findings: Finding[] = [];
  for (const { id } of state.all("user")) {
    const own = state.find("overridesOf", id);
    for (const one of own.toReversed()) {
      const fault = ownFault(survey, one) ?? faultBeside(survey, one, own);
      if (!fault) continue;
      idle.add(one.id);
      findings.push(fault);
    }
    for (const one of own.filter((row) => row.effect === "deny" && !idle.has(row.id))) {
      if (deniesNothing(survey, one, own)) findings.push(finding("DENY_OF_NOTHING", "override", one.id));
    }
  }
  return findings;
}

/** What is wrong with it by itself. */
function ownFault(survey: Survey, override: Override): Finding | undefined {
  const { state, now } = survey;
  const { id, folder, effect } = override;
  if (isNever(override)) return finding("OVERRIDE_WINDOW", "override", id);
  if (hasEnded(override, now)) return finding("OVERRIDE_OVER", "override", id);
  const permission = state.get("permission", override.permission);
  if (!permission) return undefined;
  if (permission.level === "account" && folder !== null) return finding("OVERRIDE_LEVEL", "override", id);
  // A deny that waits for a plan or a connection may be a precaution.
  if (effect === "deny") return undefined;
  const gate = survey.gateOf(permission);
  if (gate) {
    const code = gate.kind === "plan" ? "ALLOW_PLAN" : "ALLOW_CONNECTOR";
    return finding(code, "override", id, { because: gate.wants });
  }
  const isWalled = folder === null && permission.level !== "account" && !survey.isOpen;
  return isWalled && state.count("folder") > 0 ? finding("ALLOW_WALLED", "override", id) : undefined;
}

/** What another one at the same place makes of it. */
function faultBeside(
  { idleOverrides: idle, now }: Survey,
  one: Override,
  own: readonly Override[],
): Finding | undefined {
  const stronger = own.filter(
    (other) =>
      other !== one &&
      !idle.has(other.id) &&
      other.folder === one.folder &&
      (other.permission === one.permission || other.permission === "*") &&
      lastsAsLong(other, one, now),
  );
  const deny = one.effect === "allow" && stronger.find(({ effect }) => effect === "deny");
  if (deny) return finding("ALLOW_DENIED", "override", one.id, { because: deny.id });
  const same = stronger.find(({ effect }) => effect === one.effect);
  return same && finding("OVERRIDE_REPEATED", "override", one.id, { because: same.id });
}

/** Could nothing that the user holds, be it an allow further out, give him there what this one denies? */
function deniesNothing(survey: Survey, deny: Override, own: readonly Override[]): boolean {
  const { state, now, giftOf, livingOf } = survey;
  const permission = state.get("permission", deny.permission);
  if (permission && survey.gateOf(permission)) return false;
  const overlaps = (other: string) => deny.permission === "*" || other === "*" || other === deny.permission;
  if (own.some((row) => row.effect === "allow" && overlaps(row.permission) && !hasEnded(row, now)))
    return false;
  return !livingOf(deny.user).some((held) => {
    const { allAccess, permissions } = giftOf(held.role);
    const gives =
      allAccess || (deny.permission === "*" ? permissions.size > 0 : permissions.has(deny.permission));
    return gives && (deny.folder === null || touches(survey, held, state, deny.folder));
  });
}

/** Is there anything at or below this folder that the grant could reach? */
function touches(
  { reachOf }: Survey,
  held: Parameters<Survey["reachOf"]>[0],
  state: Survey["state"],
  folder: string,
): boolean {
  const reach = reachOf(held);
  if (reach.kind === "everywhere" || reach.kind === "collection") return true;
  if (reach.kind === "asset") {
    const home = state.get("asset", reach.id)?.folder;
    return home !== undefined && isWithin(state, home, folder);
  }
  return (
    isUnder(state, folder, reach.folders) || [...reach.folders].some((one) => isWithin(state, one, folder))
  );
}
