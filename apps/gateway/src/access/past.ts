import type { Millis, Past, State } from "@gatefold/core";
import type { AsOf, Pasts } from "../account/pasts.ts";
import { notFound, Refusal } from "../http/problems.ts";
import { isoTime } from "../http/fields.ts";
import { invalid } from "../http/validation.ts";
import { demand, may, pathOf } from "./access.ts";
import { demandEverywhere, mayEverywhere } from "./everywhere.ts";
import type { View } from "./view.ts";

/** The clock of whoever asks for "now" may be ahead of ours by so much. */
const SKEW_MS = 60_000;

const EXPLAIN = "access.explain";

/** An account as it stood, and the moment for which it is asked. */
export interface PastView {
  readonly past: Past;
  readonly state: State;
  readonly now: Millis;
}

/**
 * The past for who may explain access here today. What was deleted since, or lay elsewhere, is told only to who may
 * explain access there too, or everywhere: a place that moved does not bring along who saw it before.
 */
export async function pastFor(
  view: View,
  at: string | null,
  asked: AsOf,
  part: "body" | "query",
  pasts: Pasts,
): Promise<PastView> {
  mustExplainNow(view, at);
  mustBePast(view, asked, part);
  const asOf = "at" in asked ? { at: Math.min(asked.at, view.now) } : asked;
  const past = await pasts.of(view.caller.principal.account, asOf, view.state.revision);
  // Looking back takes a while; the right may have gone meanwhile.
  mustExplainNow(view, at);
  if (past.at === undefined) {
    throw invalid([{ path: `${part}.asOf`, message: "The account began later; ask for a later time." }]);
  }
  if (at !== null) mustExplainWhereItLay(view, past.state, at);
  return { past, state: past.state, now: "at" in asOf ? asOf.at : past.at };
}

function mustExplainNow(view: View, at: string | null): void {
  if (at === null) return demandEverywhere(view, EXPLAIN);
  const isThere = view.state.get("folder", at) ?? view.state.get("asset", at);
  if (isThere) demand(view, EXPLAIN, at);
  else if (!mayEverywhere(view, EXPLAIN)) throw notFound();
}

function mustBePast({ now, state }: View, asOf: AsOf, part: string): void {
  const path = `${part}.asOf`;
  if ("at" in asOf && asOf.at > now + SKEW_MS) {
    throw invalid([{ path, message: `This is still to come; it is ${isoTime(now)} now.` }]);
  }
  if ("revision" in asOf && asOf.revision > state.revision) {
    throw invalid([{ path, message: `The journal ends with entry ${state.revision}; name one of those.` }]);
  }
}

function mustExplainWhereItLay(view: View, then: State, at: string): void {
  const today = new Set(foldersAbove(view.state, at));
  const hidden = foldersAbove(then, at).some((folder) => !today.has(folder) && !mayExplainIn(view, folder));
  if (!hidden) return;
  const facts = { permission: EXPLAIN, at, ask: { permissions: [EXPLAIN], at: null } };
  throw new Refusal(
    "NO_GRANT",
    "It lay elsewhere then, and who may do what there is not yours to see.",
    facts,
  );
}

function mayExplainIn(view: View, folder: string): boolean {
  return view.state.get("folder", folder) ? may(view, EXPLAIN, folder) : mayEverywhere(view, EXPLAIN);
}

/** The folders that a place lies in, itself among them where it is one. */
function foldersAbove(state: State, at: string): string[] {
  return pathOf(state, state.get("asset", at)?.folder ?? at).map(({ id }) => id);
}
