import type { Principal } from "@gatefold/core";
import type { Head, Verdict } from "../contract.ts";
import type { Database, EntryRow } from "../database/tables.ts";
import { hashOf } from "./chain.ts";
import type { EventData } from "./texts.ts";

/** What is wrong, and the entry at which it shows. */
export type Fault = Omit<Extract<Verdict, { ok: false }>, "ok">;

/** Is this the very entry that was appended after `last`? */
export function follows(row: EntryRow, last: Head): boolean {
  return row.seq === last.seq + 1 && row.previous === last.hash && isSealed(row);
}

/** What happened to the entry after `last`, as far as the rows still tell. */
export async function brokenLink(db: Database, row: EntryRow, last: Head): Promise<Fault> {
  const seq = last.seq + 1;
  const elsewhere = row.previous === last.hash ? undefined : await successorOf(db, row.account, last);
  if (elsewhere !== undefined) {
    return { seq, problem: "reordered", message: `The entry that belongs at ${seq} stands at ${elsewhere}.` };
  }
  if (row.seq !== seq) return { seq, problem: "missing", message: `Entry ${seq} was removed.` };
  if (row.previous === last.hash || isSealed({ ...row, previous: last.hash })) {
    return { seq, problem: "changed", message: `Entry ${seq} was changed: its hash is not its own.` };
  }
  if (isSealed(row)) {
    const replaced = Math.max(last.seq, 1);
    const message = `Entry ${replaced} was replaced: the next one was appended after another.`;
    return { seq: replaced, problem: "changed", message };
  }
  const message = `What belongs at ${seq} was removed: the entry there was appended after another.`;
  return { seq, problem: "missing", message };
}

function isSealed(row: EntryRow): boolean {
  const { hash, principal, event, ...columns } = row;
  try {
    const link = { principal: JSON.parse(principal) as Principal, event: JSON.parse(event) as EventData };
    return hashOf({ ...columns, ...link }) === hash;
  } catch {
    // What can't even be read was changed.
    return false;
  }
}

/** Where the entry stands that was appended after this one. */
async function successorOf(db: Database, account: string, { hash }: Head): Promise<number | undefined> {
  const row = await db
    .selectFrom("entries")
    .select("seq")
    .where("account", "=", account)
    .where("previous", "=", hash)
    .executeTakeFirst();
  return row?.seq;
}
