import { type Event, GatefoldError, type Principal } from "@gatefold/core";
import type { Entry, EntryFilter, Journal, Origin } from "../contract.ts";
import type { Database, EntryRow, MentionRow, TextRow } from "../database/tables.ts";
import { isOneOf, type RowsOfTexts } from "../places/condition.ts";
import { type EventData, mapTexts } from "./texts.ts";

type Range = Parameters<Journal["read"]>[1];

/** Entries with their texts put back. */
export async function readEntries(
  db: Database,
  account: string,
  range: Range,
  rowsOf: RowsOfTexts,
): Promise<Entry[]> {
  const rows = await readFound(db, account, range, rowsOf);
  const texts = await textsOf(db, account, rows);
  return rows.map((row) => entryOf(row, texts.get(row.seq)));
}

/** The rows as they are chained, unfiltered. */
export async function readEntryRows(
  db: Database,
  account: string,
  { after, before, limit, filter }: Range,
): Promise<EntryRow[]> {
  let query = db.selectFrom("entries").selectAll().where("account", "=", account);
  if (after !== undefined) query = query.where("seq", ">", after);
  if (before !== undefined) query = query.where("seq", "<", before);
  if (filter?.from !== undefined) query = query.where("at", ">=", filter.from);
  if (filter?.until !== undefined) query = query.where("at", "<", filter.until);
  return await query.orderBy("seq", directionOf({ after, before })).limit(limit).execute();
}

async function readFound(
  db: Database,
  account: string,
  range: Range,
  rowsOf: RowsOfTexts,
): Promise<EntryRow[]> {
  const [first, ...others] = wantedMentions(range.filter ?? {});
  if (!first) return await readEntryRows(db, account, range);
  const seqs = await mentionedSeqs(db, account, { range, rowsOf, first, others });
  if (seqs.length === 0) return [];
  const query = db.selectFrom("entries").selectAll().where("account", "=", account).where("seq", "in", seqs);
  return await query.orderBy("seq", directionOf(range)).execute();
}

function directionOf({ after, before }: { after?: number | undefined; before?: number | undefined }) {
  return before !== undefined && after === undefined ? "desc" : "asc";
}

interface Wanted {
  readonly roles: readonly MentionRow["role"][];
  readonly ids: readonly string[];
}

function wantedMentions({ by, about, person, places, type }: EntryFilter): Wanted[] {
  return [
    ...(by === undefined ? [] : [{ roles: ["by"] as const, ids: [by] }]),
    ...(about === undefined ? [] : [{ roles: ["about"] as const, ids: [about] }]),
    ...(person === undefined ? [] : [{ roles: ["by", "about"] as const, ids: [person] }]),
    ...(places === undefined ? [] : [{ roles: ["place"] as const, ids: places }]),
    ...(type === undefined ? [] : [{ roles: ["type"] as const, ids: [type] }]),
  ];
}

interface Search {
  readonly range: Range;
  readonly rowsOf: RowsOfTexts;
  readonly first: Wanted;
  readonly others: readonly Wanted[];
}

/** The numbers of the entries of one page, found along what one filter asks for and looked at for the others. */
async function mentionedSeqs(
  db: Database,
  account: string,
  { range, rowsOf, first, others }: Search,
): Promise<number[]> {
  const { after, before, limit, filter: { from, until } = {} } = range;
  let query = db
    .selectFrom("mentions")
    .innerJoin("entries", (join) =>
      join.onRef("entries.account", "=", "mentions.account").onRef("entries.seq", "=", "mentions.seq"),
    )
    .select("mentions.seq as seq")
    .where("mentions.account", "=", account)
    .where("mentions.role", "in", first.roles)
    .where(isOneOf("mentions.id", first.ids, rowsOf));
  if (after !== undefined) query = query.where("mentions.seq", ">", after);
  if (before !== undefined) query = query.where("mentions.seq", "<", before);
  if (from !== undefined) query = query.where("entries.at", ">=", from);
  if (until !== undefined) query = query.where("entries.at", "<", until);
  for (const { roles, ids } of others) {
    query = query.where((build) =>
      build.exists(
        build
          .selectFrom("mentions as other")
          .select("other.seq")
          .whereRef("other.account", "=", "mentions.account")
          .whereRef("other.seq", "=", "mentions.seq")
          .where("other.role", "in", roles)
          .where(isOneOf("other.id", ids, rowsOf)),
      ),
    );
  }
  const rows = await query
    .groupBy("mentions.seq")
    .orderBy("mentions.seq", directionOf(range))
    .limit(limit)
    .execute();
  return rows.map(({ seq }) => seq);
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
