import { type Holdings, holdingsOf, type Window } from "../decisions/holdings.ts";
import { signatureOf } from "../regions/signature.ts";
import { marksOf, windowsOf } from "../regions/marks.ts";
import type { State } from "../state/state.ts";
import type { Region, Touches } from "./touches.ts";

/** People who hold the same on both sides, as one. */
export interface Subject {
  readonly users: string[];
  readonly regions: Set<Region>;
  /** Where something of theirs takes hold, on either side. */
  readonly marks: ReadonlySet<string>;
  readonly windows: readonly Window[];
}

/** What somebody is on one side. */
interface Standing {
  readonly signature: string;
  readonly marks: ReadonlySet<string>;
  readonly windows: readonly Window[];
}

export type Standings = ReadonlyMap<string, Standing>;

/** Everybody's standing, or only that of some people, in the state of one side. Who holds nothing is left out. */
export function standingsIn(state: State, touches: Touches): Standings {
  const standings = new Map<string, Standing>();
  const users =
    touches.everybody.size > 0 ? Array.from(state.all("user"), ({ id }) => id) : touches.people.keys();
  for (const id of users) {
    const status = state.get("user", id)?.status;
    if (status === undefined) continue;
    const holdings = holdingsOf(state, id);
    if (holdsNothing(holdings)) continue;
    standings.set(id, {
      signature: JSON.stringify([status, signatureOf(holdings)]),
      marks: marksOf(state, holdings),
      windows: windowsOf(holdings),
    });
  }
  return standings;
}

function holdsNothing({ grants, overrides }: Holdings): boolean {
  return grants.length === 0 && overrides.length === 0;
}

const nothing: Standing = { signature: "", marks: new Set(), windows: [] };

export function subjectsOf(touches: Touches, before: Standings, after: Standings): Subject[] {
  const subjects = new Map<string, Subject>();
  for (const user of new Set([...before.keys(), ...after.keys()])) {
    const [old, young] = [before.get(user) ?? nothing, after.get(user) ?? nothing];
    const signature = `${old.signature} ${young.signature}`;
    const subject = subjects.get(signature) ?? {
      users: [],
      regions: new Set(touches.everybody),
      marks: new Set([...old.marks, ...young.marks]),
      windows: [...old.windows, ...young.windows],
    };
    subjects.set(signature, subject);
    subject.users.push(user);
    for (const region of touches.people.get(user) ?? []) subject.regions.add(region);
  }
  return [...subjects.values()];
}
