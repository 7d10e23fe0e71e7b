import type { Decision, Query } from "./decision.ts";
import { inquire } from "./inquiry.ts";
import { judge, unknown } from "./judge.ts";
import type { State } from "../state/state.ts";

/** May they? What is not known is denied as `UNKNOWN`; it never throws over what the query names. */
export function decide(state: State, query: Query): Decision {
  const inquiry = inquire(state, query);
  const { effect, code } = inquiry ? judge(inquiry) : unknown;
  return { effect, code, revision: state.revision } as Decision;
}
