import { type Kind, kinds } from "../model.ts";
import type { Change, State } from "../state/state.ts";

/** What would make the one state into the other: the rows that differ. For `diffOf` of two policy documents. */
export function changesBetween(before: State, after: State): Change[] {
  return kinds.flatMap((kind) => changesOf(kind, before, after));
}

function changesOf(kind: Kind, before: State, after: State): Change[] {
  const ids = new Set([...idsIn(before, kind), ...idsIn(after, kind)]);
  return [...ids].flatMap((id) => {
    const change = { kind, id, before: before.get(kind, id), after: after.get(kind, id) };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change as Change];
  });
}

const idsIn = (state: State, kind: Kind) => Array.from(state.all(kind), ({ id }) => id);
