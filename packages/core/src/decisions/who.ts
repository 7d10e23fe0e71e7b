import type { Holder } from "./decision.ts";
import { inOrder } from "./explain.ts";
import { groundOf, inquireAbout, type Question } from "./inquiry.ts";
import { judge } from "./judge.ts";
import type { State } from "../state/state.ts";

/** All who may, with every right by which they may, by user id. Nobody where the question names what is not known. */
export function who(state: State, question: Question): Holder[] {
  const ground = groundOf(state, question);
  if (!ground) return [];
  const holders: Holder[] = [];
  for (const user of state.all("user")) {
    const verdict = judge(inquireAbout(ground, user));
    if (verdict.effect === "allow") {
      holders.push({ user: user.id, code: verdict.code, by: inOrder(verdict.by) });
    }
  }
  return holders.toSorted((one, other) => (one.user < other.user ? -1 : 1));
}
