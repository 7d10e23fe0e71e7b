import { setImmediate } from "node:timers/promises";
import { type Kind, kinds } from "@gatefold/core";
import type { Head, Verdict } from "../contract.ts";
import type { EntityRow } from "../database/entities.ts";
import type { Database } from "../database/tables.ts";
import { NOTHING } from "./chain.ts";
import { readRows } from "./current.ts";
import { differenceOf } from "./differences.ts";
import { readEntryRows, textsOf } from "./entries.ts";
import { createReplay, type Replay } from "./replay.ts";
import { brokenLink, type Fault, follows } from "./links.ts";
import { headOf, inOneView } from "./views.ts";

const PAGE = 500;

interface Snapshot {
  readonly head: Head;
  /** The first entry that the head does not cover. */
  readonly outside: number | undefined;
  readonly tables: ReadonlyMap<Kind, readonly EntityRow[]>;
}

/**
 * Walks an account's chain to its head in pages, folds the events and compares the outcome with the tables. What is
 * appended meanwhile is left for the next time.
 */
export async function verify(db: Database, account: string): Promise<Verdict> {
  const snapshot = await inOneView(db, (view) => snapshotOf(view, account));
  const { head, outside, tables } = snapshot;
  const replay = createReplay();
  const walked = await walk(db, account, head, replay);
  if ("problem" in walked) return { ok: false, ...walked };
  const fault = wrongEnd(walked, head, outside) ?? differenceOf(replay, tables, head);
  return fault ? { ok: false, ...fault } : { ok: true, entries: head.seq, head };
}

async function snapshotOf(view: Database, account: string): Promise<Snapshot> {
  const head = await headOf(view, account);
  const { outside } = await view
    .selectFrom("entries")
    .select(({ fn }) => fn.min("seq").as("outside"))
    .where("account", "=", account)
    .where((build) => build.or([build("seq", ">", head.seq), build("seq", "<", 1)]))
    .executeTakeFirstOrThrow();
  const tables = new Map<Kind, EntityRow[]>();
  for (const kind of kinds) tables.set(kind, await readRows(view, kind, account));
  return { head, outside: outside ?? undefined, tables };
}

/** Answers where the chain ends, or the first fault in it. */
async function walk(db: Database, account: string, head: Head, replay: Replay): Promise<Head | Fault> {
  let last = NOTHING;
  while (last.seq < head.seq) {
    const limit = Math.min(PAGE, head.seq - last.seq);
    const rows = await readEntryRows(db, account, { after: last.seq, limit });
    if (rows.length === 0) break;
    const texts = await textsOf(db, account, rows);
    for (const row of rows) {
      if (!follows(row, last)) return await brokenLink(db, row, last);
      const fault = replay.add(row, texts.get(row.seq));
      if (fault) return fault;
      last = { seq: row.seq, hash: row.hash };
    }
    // A gateway that verifies goes on answering.
    await setImmediate();
  }
  return last;
}

function wrongEnd(last: Head, head: Head, outside: number | undefined): Fault | undefined {
  if (last.seq < head.seq) {
    const message = `The head stands at ${head.seq}, but the journal ends with entry ${last.seq}: the rest was cut off.`;
    return { seq: last.seq + 1, problem: "cut", message };
  }
  if (outside !== undefined) {
    const message = `Entry ${outside} is there, but the head stands at ${head.seq}: the head was set back, or the entry slipped in.`;
    return { seq: outside, problem: "cut", message };
  }
  if (last.hash === head.hash) return undefined;
  const message = `Entry ${last.seq} is not the one that the head names: it was replaced, or the head was changed.`;
  return { seq: last.seq, problem: "changed", message };
}
