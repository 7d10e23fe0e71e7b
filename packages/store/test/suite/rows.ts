import { kinds, type State } from "@gatefold/core";

/** A state's rows by kind and id: equal for equal states, whatever order they were put in. */
export function rowsOf(state: State): Record<string, unknown> {
  const rows = kinds.map((kind) => {
    const ofKind = Array.from(state.all(kind), (row) => [row.id, row] as const);
    return [kind, new Map(ofKind.toSorted(([a], [b]) => (a < b ? -1 : 1)))] as const;
  });
  return Object.fromEntries(rows);
}
