import {
  type Access,
  applyChanges,
  createAccess,
  type Event,
  parsePolicy,
  planChanges,
  type State,
} from "@gatefold/core";
import { type AppPermission, permissions } from "./permissions.ts";

export interface Rights {
  readonly state: State;
  readonly access: Access<AppPermission>;
  /** All of these events or none. Throws `EventRefused`, which says why, where they may not be. */
  change(...events: readonly Event[]): void;
}

/** Who may do what, and the one way to change it. */
export function createRights(document: unknown): Rights {
  const { state } = parsePolicy(document);
  return {
    state,
    access: createAccess(permissions, state),
    change(...events) {
      const changes = planChanges(state, events);
      // Your database keeps the events here, before they are real. Several processes take its numbers as the revision.
      applyChanges(state, changes, state.revision + events.length);
    },
  };
}
