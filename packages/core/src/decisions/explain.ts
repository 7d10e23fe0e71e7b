import type { Explanation, Query, Reason } from "./decision.ts";
import { fixOf } from "./fix.ts";
import { inquire, permissionNamed } from "./inquiry.ts";
import { judge, unknown } from "./judge.ts";
import { missedOf } from "./missed.ts";
import type { State } from "../state/state.ts";

/** The decision with its causes. It agrees with `decide`: both rest on the same look. */
export function explain(state: State, query: Query): Explanation {
  const inquiry = inquire(state, query);
  const verdict = inquiry ? judge(inquiry) : unknown;
  const { effect, code } = verdict;
  return {
    effect,
    code,
    revision: state.revision,
    user: query.user,
    permission: permissionNamed(state, query.permission)?.id ?? query.permission,
    at: query.at,
    now: query.now,
    by: inOrder(verdict.by),
    missed: inquiry ? missedOf(inquiry, verdict) : [],
    ...(verdict.effect === "deny" && verdict.need ? { need: verdict.need } : {}),
    ...(verdict.effect === "deny" && verdict.gate ? { gate: verdict.gate } : {}),
    fix: inquiry && verdict.effect === "deny" ? fixOf(inquiry) : [],
  } as Explanation;
}

const kindsInOrder: readonly Reason["kind"][] = ["override-deny", "override-allow", "all-access", "role"];

/** Overrides, all access, roles; each by id, so that equal states explain alike. */
export function inOrder(reasons: readonly Reason[]): Reason[] {
  return reasons.toSorted(
    (one, other) =>
      kindsInOrder.indexOf(one.kind) - kindsInOrder.indexOf(other.kind) || (idOf(one) < idOf(other) ? -1 : 1),
  );
}

function idOf(reason: Reason): string {
  return "grant" in reason ? reason.grant : reason.override;
}
