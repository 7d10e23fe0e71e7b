import type { AllowCode, DenyCode, Reason } from "./decision.ts";
import { type Gate, shutGate } from "./gates.ts";
import { type Inquiry, placeOfNeed } from "./inquiry.ts";
import type { Permission } from "../model.ts";
import { overrideFinding } from "./overrides.ts";
import type { Place } from "./place.ts";
import { reasonOf, standingOf } from "./reach.ts";

/** An answer with what it rests on. `by`: the reasons that allow, or the overrides that deny it, or deny the need. */
export type Verdict =
  | { readonly effect: "allow"; readonly code: AllowCode; readonly by: readonly Reason[] }
  | {
      readonly effect: "deny";
      readonly code: DenyCode;
      readonly by: readonly Reason[];
      readonly gate?: Gate;
      readonly need?: { readonly permission: string; readonly code: DenyCode };
    };

/** The whole answer: the permission's own part, and then what it needs, depth first, in order. */
export function judge(inquiry: Inquiry): Verdict {
  return judgeWithNeeds(inquiry, inquiry.permission, inquiry.place, new Set());
}

/** `met`: needs that were found allowed on the way, so that one that many share is asked once. */
function judgeWithNeeds(inquiry: Inquiry, permission: Permission, place: Place, met: Set<string>): Verdict {
  const own = judgeOwn(inquiry, permission, place);
  if (own.effect === "deny") return own;
  for (const id of permission.needs) {
    const need = inquiry.state.get("permission", id);
    const there = need && placeOfNeed(need, place);
    if (there && met.has(id)) continue;
    const verdict = need && there ? judgeWithNeeds(inquiry, need, there, met) : unknown;
    if (verdict.effect === "deny") return needing(id, verdict);
    met.add(id);
  }
  return own;
}

/** What the permission would be without its needs: gates, then what the user holds. */
export function judgeOwn(inquiry: Inquiry, permission: Permission, place: Place): Verdict {
  const gate = shutGate(inquiry, permission, place);
  if (gate) return { effect: "deny", code: gate.code, by: [], gate };
  return judgeHoldings(inquiry, permission, place);
}

/** What the user holds, gates aside: overrides, then all access, then roles. */
export function judgeHoldings(inquiry: Inquiry, permission: Permission, place: Place): Verdict {
  const { denies, allows, rolesCount } = overrideFinding(inquiry, permission, place);
  if (denies.length > 0) return { effect: "deny", code: "OVERRIDE_DENY", by: denies };
  const by = rolesCount ? [...allows, ...grantsThatGive(inquiry, permission, place)] : allows;
  // Here everything fails closed: what no reason allows is denied.
  return by[0] ? { effect: "allow", code: codeOf(by[0]), by } : { effect: "deny", code: "NO_GRANT", by: [] };
}

export const unknown: Verdict = { effect: "deny", code: "UNKNOWN", by: [] };

/** Grants of all access first, since theirs is the code where both kinds allow. */
function grantsThatGive(inquiry: Inquiry, permission: Permission, place: Place): Reason[] {
  const reasons = inquiry.holdings.grants
    .map((held) => standingOf(inquiry, held, permission, place))
    .filter(({ amiss }) => amiss.length === 0)
    .map(reasonOf);
  const allAccess = reasons.filter(({ kind }) => kind === "all-access");
  return [...allAccess, ...reasons.filter(({ kind }) => kind === "role")];
}

const codes = {
  "override-allow": "OVERRIDE_ALLOW",
  "all-access": "ALL_ACCESS",
  role: "ROLE",
} as const satisfies Partial<Record<Reason["kind"], AllowCode>>;

function codeOf(reason: Reason): AllowCode {
  return codes[reason.kind as keyof typeof codes];
}

function needing(id: string, failed: Extract<Verdict, { effect: "deny" }>): Verdict {
  const need = failed.need ?? { permission: id, code: failed.code };
  return {
    effect: "deny",
    code: "NEEDS",
    by: failed.by,
    need,
    ...(failed.gate ? { gate: failed.gate } : {}),
  };
}
