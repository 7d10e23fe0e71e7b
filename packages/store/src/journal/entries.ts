import { type Event, GatefoldError, type Principal } from "@gatefold/core";
import type { Entry, Journal, Origin } from "../contract.ts";
import type { Database, EntryRow, TextRow } from "../database/tables.ts";
import { type EventData, mapTexts } from "./texts.ts";

type Range = Parameters<Journal["read"]>[1];

/** Entries with their texts put back. */
export async function readEntries(db: Database, account: string, range: Range): Promise<Entry[]> {
  const rows = await readEntryRows(db, account, range);
  const texts = await textsOf(db, account, rows);
  return rows.map((row) => entryOf(row, texts.get(row.seq)));
}

export async function readEntryRows(db: Database, account: string, range: Range): Promise<EntryRow[]> {
  const { after, before, limit } = range;
  let query = db.selectFrom("entries").selectAll().where("account", "=", account).limit(limit);
  if (after !== undefined) query = query.where("seq", ">", after);
  if (before !== undefined) query = query.where("seq", "<", before);
  const newestFirst = before !== undefined && after === undefined;
  return await query.orderBy("seq", newestFirst ? "desc" : "asc").execute();
}

/** The texts of these entries by sequence number and path. */
export async function textsOf(
  db: Database,
  account: string,
  rows: readonly EntryRow[],
): Promise<Map<number, Map<string, TextRow>>> {
  const bySeq = new Map<number, Map<string, TextRow>>(rows.map((row) => [row.seq, new Map()]));
  const seqs = [...bySeq.keys()];
  if (seqs.length === 0) return bySeq;
  const texts = await db
    .selectFrom("texts")
    .selectAll()
    .where("account", "=", account)
    .where("seq", ">=", Math.min(...seqs))
    .where("seq", "<=", Math.max(...seqs))
    .execute();
  for (const text of texts) bySeq.get(text.seq)?.set(text.path, text);
  return bySeq;
}

function entryOf(row: EntryRow, texts: ReadonlyMap<string, TextRow> | undefined): Entry {
  const { principal, event, origin, ...columns } = row;
  try {
    return {
      ...columns,
      origin: origin as Origin,
      principal: JSON.parse(principal) as Principal,
      event: restored(JSON.parse(event) as EventData, texts),
    };
  } catch (cause) {
    throw new GatefoldError(
      "STORE_CORRUPT",
      `Entry ${row.seq} of the journal can't be read; run "gatefold audit verify", then restore a backup.`,
      { account: row.account, seq: row.seq },
      { cause },
    );
  }
}

/** The event with its texts; one that was erased is null, even where the event's rules ask for a text. */
function restored(event: EventData, texts: ReadonlyMap<string, TextRow> | undefined): Event {
  const whole = mapTexts(event, (path) => {
    const text = texts?.get(path)?.text ?? null;
    return text === null ? null : JSON.parse(text);
  });
  return whole as Event;
}
