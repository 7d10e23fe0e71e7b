import type { Change, State } from "../state/state.ts";

/** Looks at the state as it would be with these changes, and puts it back. */
export function under<Seen>(state: State, changes: readonly Change[], look: () => Seen): Seen {
  for (const { kind, id, after } of changes) state.put(kind, id, after);
  try {
    return look();
  } finally {
    for (const { kind, id, before } of changes.toReversed()) state.put(kind, id, before);
  }
}
