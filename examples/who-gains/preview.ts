import {
  applyChanges,
  diffOf,
  diffSentence,
  type Event,
  namesFrom,
  planChanges,
  type State,
} from "@gatefold/core";

/** A change that nobody has made yet. */
export interface Preview {
  /** Who would gain and who would lose what, where and for how long: a sentence each. Empty: nobody would notice. */
  readonly gains: readonly string[];
  readonly losses: readonly string[];
  /** Makes it, if nothing else has changed since: what was shown is what happens. */
  commit(): void;
}

/** Tries events on the state, which is left as it was. Throws `EventRefused` where they may not be. */
export function preview(state: State, events: readonly Event[], now: number): Preview {
  const { revision } = state;
  const changes = planChanges(state, events);
  const { rows } = diffOf(state, changes, now);
  const words = { names: namesFrom(state), time: (moment: number) => new Date(moment).toISOString(), now };
  const sentences = (effect: "gains" | "loses") =>
    rows.filter((row) => row.effect === effect).map((row) => diffSentence(row, words));
  return {
    gains: sentences("gains"),
    losses: sentences("loses"),
    commit() {
      if (state.revision !== revision) throw new Error("Something else has changed since; look again.");
      applyChanges(state, changes, revision + events.length);
    },
  };
}
