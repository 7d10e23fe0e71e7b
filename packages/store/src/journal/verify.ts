import { setImmediate } from "node:timers/promises";
import { type Kind, kinds } from "@gatefold/core";
import type { Checkpoint, Head, Verdict } from "../contract.ts";
import type { EntityRow } from "../database/entities.ts";
import type { Database } from "../database/tables.ts";
import type { PublicSigningKey } from "../secrets/signing-key.ts";
import { NOTHING } from "./chain.ts";
import { readRows } from "./current.ts";
import { differenceOf } from "./differences.ts";
import { readEntryRows, textsOf } from "./entries.ts";
import { createReplay, faultInTexts, type Replay } from "./replay.ts";
import { brokenLink, type Fault, follows } from "./links.ts";
import { brokenPromise, checkpointFor, type SignedRow, signedRows } from "./signed.ts";
import { headOf, inOneView } from "./views.ts";

const PAGE = 500;

interface Snapshot {
  readonly head: Head;
  /** The first entry that the head does not cover. */
  readonly outside: number | undefined;
  readonly tables: ReadonlyMap<Kind, readonly EntityRow[]>;
  readonly signed: readonly SignedRow[];
  readonly since: Omit<Checkpoint, "text"> | null;
}

interface Since {
  readonly text: string;
  readonly whole: boolean;
}

/**
 * Walks an account's chain to its head in pages, folds the events and compares the outcome with the tables and with the
 * heads that were signed. With a checkpoint, unless `whole`, the walk begins there, and nothing is folded. What is appended
 * meanwhile is left for the next time.
 */
export async function verify(
  db: Database,
  trusted: readonly PublicSigningKey[],
  account: string,
  since?: Since,
): Promise<Verdict> {
  const snapshot = await inOneView(db, (view) => snapshotOf(view, trusted, account, since));
  if ("problem" in snapshot) return { ok: false, ...snapshot };
  const { head, outside, signed, tables } = snapshot;
  const isPart = snapshot.since !== null && since?.whole === false;
  const start = isPart ? await before(db, account, snapshot.since.seq) : NOTHING;
  const replay = createReplay();
  const look: Way["look"] = (row, texts) => (isPart ? faultInTexts(row, texts) : replay.add(row, texts));
  const walked = await walk(db, account, { start, head, look });
  if ("problem" in walked) return { ok: false, ...walked };
  const fault =
    wrongEnd(walked, head, outside) ??
    brokenPromise(signed, trusted, head) ??
    (isPart ? undefined : differenceOf(replay, tables, head));
  if (fault) return { ok: false, ...fault };
  const proved = { walkedFrom: start.seq + 1, tables: !isPart, signatures: signed.length };
  return { ok: true, entries: head.seq, head, ...proved, since: snapshot.since };
}

/** The chain and the tables within a transaction that is under way; who signed heads is for `verify` to say. */
export async function verifyWithin(view: Database, account: string): Promise<Fault | Head> {
  const snapshot = await snapshotOf(view, [], account, undefined);
  if ("problem" in snapshot) return snapshot;
  const { head, outside, tables } = snapshot;
  const replay = createReplay();
  const look: Way["look"] = (row, texts) => replay.add(row, texts);
  const walked = await walk(view, account, { start: NOTHING, head, look });
  if ("problem" in walked) return walked;
  return wrongEnd(walked, head, outside) ?? differenceOf(replay, tables, head) ?? head;
}

async function snapshotOf(
  view: Database,
  trusted: readonly PublicSigningKey[],
  account: string,
  asked: Since | undefined,
): Promise<Snapshot | Fault> {
  const head = await headOf(view, account);
  const since = asked ? await checkpointFor(view, account, { text: asked.text, trusted, head }) : null;
  if (since && "problem" in since) return since;
  const { outside } = await view
    .selectFrom("entries")
    .select(({ fn }) => fn.min("seq").as("outside"))
    .where("account", "=", account)
    .where((build) => build.or([build("seq", ">", head.seq), build("seq", "<", 1)]))
    .executeTakeFirstOrThrow();
  const tables = new Map<Kind, EntityRow[]>();
  const isPart = asked?.whole === false;
  for (const kind of isPart ? [] : kinds) tables.set(kind, await readRows(view, kind, account));
  const signed = await signedRows(view, account, isPart && since ? since.seq : 0);
  return { head, outside: outside ?? undefined, tables, signed, since };
}

/** Where the walk begins that is to meet this entry first: the one before it, as the entry itself tells of it. */
async function before(db: Database, account: string, seq: number): Promise<Head> {
  const [row] = await readEntryRows(db, account, { after: seq - 1, limit: 1 });
  return { seq: seq - 1, hash: row?.previous ?? "" };
}

interface Way {
  readonly start: Head;
  readonly head: Head;
  readonly look: Replay["add"];
}

/** Answers where the chain ends, or the first fault in it. */
async function walk(db: Database, account: string, { start, head, look }: Way): Promise<Head | Fault> {
  let last = start;
  while (last.seq < head.seq) {
    const limit = Math.min(PAGE, head.seq - last.seq);
    const rows = await readEntryRows(db, account, { after: last.seq, limit });
    if (rows.length === 0) break;
    const texts = await textsOf(db, account, rows);
    for (const row of rows) {
      if (!follows(row, last)) return await brokenLink(db, row, last);
      const fault = look(row, texts.get(row.seq));
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
