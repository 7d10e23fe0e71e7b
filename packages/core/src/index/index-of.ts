import type { State } from "../state/state.ts";
import { CompiledIndex } from "./compiled-index.ts";

const indexes = new WeakMap<State, CompiledIndex>();

/** The compiled index of a state: made when it is first asked for, and from then on in step with it. */
export function indexOf(state: State): CompiledIndex {
  const known = indexes.get(state);
  if (known) return known;
  const index = new CompiledIndex(state);
  state.follow((change) => index.follow(change));
  indexes.set(state, index);
  return index;
}
