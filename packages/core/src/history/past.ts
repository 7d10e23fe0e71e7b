import { GatefoldError } from "../errors.ts";
import type { Millis } from "../model.ts";
import type { Principal } from "../principal.ts";
import { Draft } from "../state/draft.ts";
import type { Event } from "../state/events.ts";
import { fold } from "../state/rules.ts";
import { State } from "../state/state.ts";
import { withoutGaps } from "./erased.ts";
import { keysTouched } from "./trail.ts";

/** An entry of the journal, as far as the past needs it; a text that was erased is null in its event. */
export interface Happening {
  readonly seq: number;
  readonly at: Millis;
  readonly principal: Principal;
  readonly event: Event;
}

/** An account as it stood after some entry of its journal, and who brought it there. */
export interface Past {
  /** At the revision of the last entry that was added. */
  readonly state: State;
  /** When that one was made; undefined before the first. */
  readonly at: Millis | undefined;
  /** The last entry that touched what a key stands for (see `keysTouched`). */
  lastTouch(key: string): Happening | undefined;
  /** Adds the next entry, in order. Throws `STORE_CORRUPT` where it can't follow. */
  add(entry: Happening): void;
}

export function createPast(): Past {
  const state = new State();
  const touches = new Map<string, Happening>();
  let at: Millis | undefined;
  return {
    state,
    get at() {
      return at;
    },
    lastTouch: (key) => touches.get(key),
    add({ seq, at: made, principal, event }) {
      const happening = { seq, at: made, principal, event: withoutGaps(event, seq) };
      for (const key of keysTouched(happening.event, state)) touches.set(key, happening);
      follow(state, happening);
      state.revision = seq;
      at = made;
    },
  };
}

function follow(state: State, { seq, event }: Happening): void {
  try {
    if (seq !== state.revision + 1) throw new Error(`Entry ${seq} does not follow ${state.revision}.`);
    fold(new Draft(state, []), event);
  } catch (cause) {
    const message = `Entry ${seq} of the journal can't follow those before it; run "gatefold audit verify".`;
    throw new GatefoldError("STORE_CORRUPT", message, { seq }, { cause });
  }
}
