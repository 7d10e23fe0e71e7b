import type { AuthorityRefusal } from "@gatefold/core";
import { sees } from "./access.ts";
import { isoTime } from "../http/fields.ts";
import { Refusal } from "../http/problems.ts";
import type { View } from "./view.ts";

/**
 * The answer to a write that the caller has no right to. Its sentence names no place; `at` is told only where the caller
 * sees it, for what he named may hold what he does not see.
 */
export function authorityRefusal(view: View, refusal: AuthorityRefusal): Refusal {
  const { code, permission, from, message } = refusal;
  const shown = refusal.at === null || sees(view, refusal.at);
  const at = shown ? refusal.at : null;
  const ask = { permissions: permission === null ? [] : [permission], at };
  const facts = { ...(permission !== null && { permission }), ...(shown && { at }), ask };
  const until = from === null || from <= view.now ? {} : { until: isoTime(from) };
  return new Refusal(code, message, { ...facts, ...until });
}
