import { setImmediate } from "node:timers/promises";
import { createPast, type Millis, type Past } from "@gatefold/core";
import type { Journal } from "@gatefold/store";

/** A day that can be asked: a moment, with all that was in force then, or the number of an entry of the journal. */
export type AsOf = { readonly at: Millis } | { readonly revision: number };

/** Accounts as they stood. A past is folded anew from the journal, beside the live account, which never notices. */
export interface Pasts {
  /** `head`: how far the journal is to be read at most. Without an entry where the account began later. */
  of(account: string, asOf: AsOf, head: number): Promise<Past>;
}

const PAGE = 500;
/** A past can be as large as the account. */
const MOST_KEPT = 4;
/** So that a person who is erased does not live on here for long. */
const KEPT_MS = 60_000;

interface Kept {
  readonly past: Promise<Past>;
  readonly since: Millis;
}

interface PastsDeps {
  readonly journal: Pick<Journal, "read">;
  readonly clock: () => Millis;
}

export function createPasts({ journal, clock }: PastsDeps): Pasts {
  const kept = new Map<string, Kept>();
  const turns = new Map<string, Promise<unknown>>();

  /** One at a time for each account: however many days its people ask, others are not kept waiting. */
  function inTurn(account: string, work: () => Promise<Past>): Promise<Past> {
    const mine = (turns.get(account) ?? Promise.resolve()).then(work);
    const over = mine.then(
      () => undefined,
      () => undefined,
    );
    turns.set(account, over);
    void over.then(() => turns.get(account) === over && turns.delete(account));
    return mine;
  }

  return {
    of(account, asOf, head) {
      const key = JSON.stringify([account, asOf]);
      const known = kept.get(key);
      kept.delete(key);
      const isFresh = known !== undefined && clock() - known.since <= KEPT_MS;
      const past = isFresh ? known.past : inTurn(account, () => fold(journal, account, asOf, head));
      kept.set(key, isFresh ? known : { past, since: clock() });
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
      // One that failed is asked for again the next time.
      past.catch(() => kept.get(key)?.past === past && kept.delete(key));
      return past;
    },
  };
}

async function fold(journal: PastsDeps["journal"], account: string, asOf: AsOf, head: number): Promise<Past> {
  const past = createPast();
  const last = "revision" in asOf ? Math.min(asOf.revision, head) : head;
  while (past.state.revision < last) {
    const after = past.state.revision;
    const entries = await journal.read(account, { after, limit: Math.min(PAGE, last - after) });
    for (const entry of entries) {
      // Clocks may differ a little: what was written after the first later entry is later, too.
      if ("at" in asOf && entry.at > asOf.at) return past;
      past.add(entry);
    }
    if (entries.length === 0) break;
    // A gateway that looks back goes on answering.
    await setImmediate();
  }
  return past;
}
