import type { Catalogue } from "./catalogue.ts";
import { decide } from "./decisions/decide.ts";
import type { Decision, Explanation, Holder, Query } from "./decisions/decision.ts";
import { explain } from "./decisions/explain.ts";
import { can, permissionsAt } from "./decisions/decide.ts";
import { who } from "./decisions/who.ts";
import { GatefoldError } from "./errors.ts";
import type { Millis } from "./model.ts";
import type { State } from "./state/state.ts";

/** A query in the names of one catalogue. */
export type QueryOf<Id extends string> = Query & { readonly permission: Id };

/** The engine in the names of one catalogue: a wrong name does not compile. `at`: a folder or asset; null is the account. */
export interface Access<Id extends string> {
  readonly can: (
    user: string,
    permission: Id,
    at: string | null,
    now: Millis,
    connection?: string,
  ) => boolean;
  readonly decide: (query: QueryOf<Id>) => Decision;
  readonly explain: (query: QueryOf<Id>) => Explanation;
  readonly who: (question: Omit<QueryOf<Id>, "user">) => Holder[];
  /** Those of the catalogue that this user is allowed there. */
  readonly permissionsAt: (user: string, at: string | null, now: Millis) => readonly Id[];
}

/**
 * Asks this state, as it is at each question. Throws `UNKNOWN_ID` where the state lacks a permission of the catalogue,
 * which would otherwise be denied to everybody and look like a missing grant.
 */
export function createAccess<Id extends string>(catalogue: Catalogue<Id>, state: State): Access<Id> {
  const ids = new Set<string>();
  for (const { id } of catalogue.permissions) {
    if (!state.get("permission", id)) throw undefinedHere(id);
    ids.add(id);
  }
  return {
    can: (user, permission, at, now, connection) => can(state, user, permission, at, now, connection),
    decide: (query) => decide(state, query),
    explain: (query) => explain(state, query),
    who: (question) => who(state, question),
    permissionsAt: (user, at, now) =>
      permissionsAt(state, user, at, now).filter((id): id is Id => ids.has(id)),
  };
}

function undefinedHere(id: string): GatefoldError {
  const message = `The account has no permission "${id}"; define the catalogue in it before asking.`;
  return new GatefoldError("UNKNOWN_ID", message, { id });
}
