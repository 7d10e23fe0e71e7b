import {
  type Decision,
  decide,
  type Event,
  type Millis,
  type Principal,
  type Query,
  type State,
} from "@gatefold/core";

/**
 * Stands in for functions of core that are being written, in their agreed form, and refuses where it can't know. Taken
 * out as they come.
 */
export function decideAs(state: State, principal: Principal, query: Query): Decision {
  const key = principal.credential.kind === "key" ? state.get("key", principal.credential.id) : undefined;
  if (!key || key.permissions || key.folders || key.connections) {
    return { effect: "deny", code: "UNKNOWN", revision: state.revision };
  }
  return decide(state, { ...query, user: key.owner });
}

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
