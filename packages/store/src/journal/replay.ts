import { applyChanges, type Event, planChanges, State } from "@gatefold/core";
import type { EntryRow, TextRow } from "../database/tables.ts";
import type { Fault } from "./links.ts";
import { type EventData, mapTexts, textHash } from "./texts.ts";

type Texts = ReadonlyMap<string, TextRow> | undefined;

/** Holds an entry's texts against their hashes; answers what is wrong with them. */
export function faultInTexts(row: EntryRow, texts: Texts): Fault | undefined {
  const read = readEvent(row, texts, () => undefined);
  return "problem" in read ? read : undefined;
}

/** Folds a chain's events, entry by entry. */
export interface Replay {
  readonly state: State;
  /** What stands in the state where a text was erased: its hash in the chain, so that no two are alike. */
  readonly erased: ReadonlySet<unknown>;
  /** Answers what is wrong with the entry's texts, or with its happening at all. */
  add(row: EntryRow, texts: Texts): Fault | undefined;
}

export function createReplay(): Replay {
  const state = new State();
  const erased = new Set<unknown>();
  return {
    state,
    erased,
    add(row, texts) {
      const read = readEvent(row, texts, (hash) => erased.add(hash));
      return "problem" in read ? read : happen(state, read.event, row.seq);
    },
  };
}

/** The event with its texts, and a hash in the place of each that was erased. */
function readEvent(
  { seq, event: data }: EntryRow,
  texts: Texts,
  onErased: (hash: unknown) => void,
): { readonly event: Event } | Fault {
  const changed: string[] = [];
  const event = mapTexts(JSON.parse(data) as EventData, (path, hash) => {
    const row = texts?.get(path);
    if (row?.text === null) {
      onErased(hash);
      return hash;
    }
    const text = textUnder(row, hash);
    if (text === undefined) changed.push(path);
    return text;
  });
  return changed.length > 0 ? textChanged(seq, changed) : { event: event as Event };
}

/** The text, if it is the one that was hashed. */
function textUnder(row: TextRow | undefined, hash: unknown): unknown {
  if (!row || row.salt === null || row.text === null) return undefined;
  try {
    const text: unknown = JSON.parse(row.text);
    return textHash(row.salt, text) === hash ? text : undefined;
  } catch {
    // What can't even be read was changed.
    return undefined;
  }
}

function textChanged(seq: number, paths: readonly string[]): Fault {
  const message = `A text of entry ${seq} was changed or removed (${paths.join(", ")}).`;
  return { seq, problem: "text-changed", message };
}

function happen(state: State, event: Event, seq: number): Fault | undefined {
  try {
    applyChanges(state, planChanges(state, [event]), seq);
    return undefined;
  } catch {
    const message = `Entry ${seq} tells what could not happen at that point: it was never appended there.`;
    return { seq, problem: "changed", message };
  }
}
