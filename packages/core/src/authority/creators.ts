import type { Query } from "../decisions/decision.ts";
import { carries, type Held } from "../decisions/holdings.ts";
import { type Inquiry, inquire } from "../decisions/inquiry.ts";
import { standingOf } from "../decisions/reach.ts";
import type { Role } from "../model.ts";
import type { State } from "../state/state.ts";

/** Those of his grants that give the asked permission there and now. */
export function grantsGiving(inquiry: Inquiry): Held[] {
  const { holdings, permission, place } = inquiry;
  return holdings.grants.filter((held) => standingOf(inquiry, held, permission, place).amiss.length === 0);
}

/**
 * The grant by which this user may make a thing, and by which the account's creator role on that thing will live: of
 * several the one that lasts longest. Undefined where the account gives creators nothing, or that grant gives as much.
 */
export function grantToCreateBy(state: State, query: Query): string | undefined {
  const inquiry = inquire(state, query);
  const role = inquiry && state.get("role", inquiry.account.creatorRole ?? "");
  if (!role) return undefined;
  const [by] = grantsGiving(inquiry).toSorted(
    (one, other) =>
      endOf(other) - endOf(one) ||
      Number(givesAsMuch(state, other.role, role)) - Number(givesAsMuch(state, one.role, role)) ||
      (one.grant.id < other.grant.id ? -1 : 1),
  );
  return by && !givesAsMuch(state, by.role, role) ? by.grant.id : undefined;
}

function endOf({ grant }: Held): number {
  return grant.until ?? Number.MAX_SAFE_INTEGER;
}

/** On what its grant reaches: whoever holds it there has all of the other. */
function givesAsMuch(state: State, role: Role, other: Role): boolean {
  if (role.allAccess) return true;
  return [...state.all("permission")].every(
    (permission) => !carries(other, permission) || carries(role, permission),
  );
}
