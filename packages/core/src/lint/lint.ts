import type { Millis } from "../model.ts";
import type { State } from "../state/state.ts";
import { type Finding, type Severity, severities } from "./finding.ts";
import { idleGrants } from "./grants.ts";
import { idleOverrides } from "./overrides.ts";
import { emptyGroups, idleRoles, idleUsers } from "./people.ts";
import { redundantGrants } from "./redundancy.ts";
import { surveyOf } from "./survey.ts";
import { impossiblePermissions, unreachedFolders } from "./things.ts";
import { togglesInNeed, voidToggles } from "./toggles.ts";

/**
 * What this account says without effect, from `now` on; the gravest first. Every grant, override and role's entry that is
 * told can be taken away, all of them together, and nobody is answered otherwise: not now, and not later as long as
 * nothing else changes.
 */
export function lint(state: State, now: Millis): Finding[] {
  const survey = surveyOf(state, now);
  // In this order: what a rule finds idle, those after it leave out.
  const findings = [
    ...impossiblePermissions(survey),
    ...idleRoles(survey),
    ...voidToggles(survey),
    ...idleGrants(survey),
    ...redundantGrants(survey),
    ...togglesInNeed(survey),
    ...idleOverrides(survey),
    ...emptyGroups(survey),
    ...idleUsers(survey),
    ...unreachedFolders(survey),
  ];
  return findings.toSorted((one, other) => rankOf(one) - rankOf(other));
}

const order: readonly Severity[] = ["error", "warning", "note"];
const codes = Object.keys(severities);

function rankOf({ severity, code }: Finding): number {
  return order.indexOf(severity) * codes.length + codes.indexOf(code);
}
