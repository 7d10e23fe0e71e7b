import { decide, type Event, type Millis, type Principal, type State } from "@gatefold/core";

/** Stands in for core's rule 11, which is being written, in its agreed form: refuses all but who holds everything. */
export interface AuthorityRefusal {
  readonly permission: string;
  readonly at: string | null;
}

export function authorise(
  state: State,
  principal: Principal,
  events: readonly Event[],
  now: Millis,
): AuthorityRefusal | null {
  const [event] = events;
  const { user } = principal;
  const decision = decide(state, { user, permission: "account.manage", at: null, now });
  return event && decision.code !== "ALL_ACCESS" ? { permission: "account.manage", at: null } : null;
}
