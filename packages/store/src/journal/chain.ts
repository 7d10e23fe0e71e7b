import type { Principal } from "@gatefold/core";
import { canonical, sha256 } from "../canonical.ts";
import type { Append, Head } from "../contract.ts";
import type { EntryRow, TextRow } from "../database/tables.ts";
import { type EventData, mapTexts, textHash } from "./texts.ts";

/** The head of an account that has no journal yet. */
export const NOTHING: Head = { seq: 0, hash: "" };

/** What an entry's hash is taken of. */
interface Link {
  readonly account: string;
  readonly seq: number;
  readonly at: number;
  readonly change: string;
  readonly principal: Principal;
  readonly origin: string;
  readonly event: EventData;
  readonly previous: string;
}

export interface Chained {
  readonly entries: EntryRow[];
  readonly texts: TextRow[];
  readonly head: Head;
}

export function hashOf(link: Link): string {
  return sha256(canonical(link));
}

/** The rows that these events add after the head they expect. `salt` answers a new one each time. */
export function chain(append: Append, change: string, salt: () => string): Chained {
  const { account, at, principal, origin } = append;
  const shared = { account, at, change, origin };
  const entries: EntryRow[] = [];
  const texts: TextRow[] = [];
  let head = append.expected;
  for (const event of append.events) {
    const seq = head.seq + 1;
    const hashed = mapTexts(event, (path, text) => {
      const row = { account, seq, path, salt: salt(), text: canonical(text) };
      texts.push(row);
      return textHash(row.salt, text);
    });
    const hash = hashOf({ ...shared, seq, principal, event: hashed, previous: head.hash });
    const data = { principal: canonical(principal), event: canonical(hashed) };
    entries.push({ ...shared, ...data, seq, previous: head.hash, hash });
    head = { seq, hash };
  }
  return { entries, texts, head };
}
