import type { Holder } from "./decision.ts";
import { inOrder } from "./explain.ts";
import { has } from "../index/bits.ts";
import { indexOf } from "../index/index-of.ts";
import { type Ground, groundOf, inquireAbout, type Question } from "./inquiry.ts";
import { judge } from "./judge.ts";
import { concerns } from "./overrides.ts";
import { ACCOUNT_WIDE, type State } from "../state/state.ts";

/** The ids of all who may, in order. Nobody where the question names what is not known. */
export function whoMay(state: State, question: Question): string[] {
  const ground = groundOf(state, question);
  const index = indexOf(state);
  const permission = index.permission(question.permission);
  const place = index.placeNow(question.at);
  if (!ground || permission === undefined || place === undefined) return [];
  const holders = Array.from(candidates(state, ground, permission, place)).filter((id) => {
    const user = index.user(id);
    return user !== undefined && index.can(user, permission, place, question.now, question.connection);
  });
  return holders.toSorted();
}

/** All who may, or those of them that are named, with every right by which they may. */
export function who(state: State, question: Question, named = whoMay(state, question)): Holder[] {
  const ground = groundOf(state, question);
  if (!ground) return [];
  return named.flatMap((id) => {
    const user = state.get("user", id);
    const verdict = user && judge(inquireAbout(ground, user));
    return verdict?.effect === "allow" ? { user: id, code: verdict.code, by: inOrder(verdict.by) } : [];
  });
}

/** Whoever may must have been given it: by a role that reaches there, or by an override on the way up. */
function candidates(state: State, { permission, place }: Ground, number: number, at: number): Set<string> {
  const users = new Set<string>();
  for (const { id, live, allAccess, mask } of indexOf(state).rolesReaching(at).all) {
    if (!live || !(allAccess || has(mask, number))) continue;
    for (const { user, group } of state.find("grantsOfRole", id)) {
      if (user !== null) users.add(user);
      for (const member of state.get("group", group ?? "")?.members ?? []) users.add(member);
    }
  }
  for (const folder of [ACCOUNT_WIDE, ...place.heights.keys()]) {
    for (const override of state.find("overridesAt", folder)) {
      if (override.effect === "allow" && concerns(override, permission)) users.add(override.user);
    }
  }
  return users;
}
