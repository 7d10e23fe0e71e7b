import { askable, type Explanation, explain, namesFrom, sentence } from "@gatefold/core";
import { isoTime } from "../http/fields.ts";
import type { Question, View } from "./view.ts";
import { Refusal } from "../http/problems.ts";

/** The 403 to a question that was denied. `inFull`: with roles and people, for who may explain access there. */
export function refusalAt(view: View, question: Question, inFull: boolean): Refusal {
  const { caller, state, now } = view;
  const explanation = explain(state, { ...question, user: caller.principal.user, now });
  if (explanation.effect === "allow") throw new Error("What is explained is not what was denied.");
  const { need, gate, ask, permission, at } = askable(explanation);
  const facts = { permission, at, ...(need && { need }), ...(gate && { gate }), ask };
  const detail = sentence(askable(explanation), namesFrom(state));
  return new Refusal(explanation.code, detail, inFull ? { ...facts, ...causesOf(explanation) } : facts);
}

/** The owner may, so it is the key that does not reach. */
export function outOfScope({ permission, at }: Question): Refusal {
  const detail = "This key is cut down to less than its owner may do; ask with a wider one.";
  return new Refusal("CREDENTIAL_SCOPE", detail, { permission, at, ask: { permissions: [], at } });
}

/** The key was alive when it was shown, or when the work was asked for, and is no longer. */
export function credentialEnded(): Refusal {
  return new Refusal("CREDENTIAL_ENDED", "The key this was asked with has ended; ask again with another.");
}

/** Roles, people and the way out, with times in the API's form. */
export function causesOf({ by, missed, fix }: Explanation) {
  return { by: by.map((reason) => ({ ...reason, until: isoTime(reason.until) })), missed, fix };
}
