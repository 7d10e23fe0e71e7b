import { Draft } from "./draft.ts";
import type { Event } from "./events.ts";
import { fold } from "./rules.ts";
import { type Change, State } from "./state.ts";

/**
 * What these events, in order, would change in this state; the state is left as it was. Throws `EventRefused` at the
 * first event that may not happen. Rows that end as they were are left out.
 */
export function planChanges(state: State, events: readonly Event[]): Change[] {
  const log: Change[] = [];
  try {
    for (const event of events) fold(new Draft(state, log), event);
  } finally {
    for (const change of log.toReversed()) state.put(change.kind, change.id, change.before);
  }
  return condense(log);
}

/** Makes planned changes real; the state then stands at this revision. */
export function applyChanges(state: State, changes: readonly Change[], revision: number): void {
  for (const change of changes) state.put(change.kind, change.id, change.after);
  state.revision = revision;
}

/** The state after these events from nothing: what `verify` compares the tables with. */
export function foldEvents(events: Iterable<Event>): State {
  const state = new State();
  for (const event of events) {
    fold(new Draft(state, []), event);
    state.revision += 1;
  }
  return state;
}

/** One change a row: the first `before` with the last `after`. */
function condense(log: readonly Change[]): Change[] {
  const byRow = new Map<string, Change>();
  for (const change of log) {
    const key = `${change.kind}/${change.id}`;
    const first = byRow.get(key);
    byRow.set(key, first ? ({ ...change, before: first.before } as Change) : change);
  }
  return [...byRow.values()].filter((change) => change.before !== change.after);
}
