import { GatefoldError } from "@gatefold/core";
import type { Append, Head, Journal } from "../contract.ts";
import { batches } from "../database/batches.ts";
import type { Database, Writes } from "../database/tables.ts";
import { HeadMoved } from "../errors.ts";
import { inSealingTransaction } from "../secrets/live-keys.ts";
import type { Sealing } from "../secrets/sealing.ts";
import type { PublicSigningKey } from "../secrets/signing-key.ts";
import { writeKeySecret, writeSealed } from "../secrets/secrets.ts";
import { noteDone } from "../work/kept-answers.ts";
import { chain, type Chained, NOTHING } from "./chain.ts";
import { loadState, writeChanges } from "./current.ts";
import { erase } from "./erasing.ts";
import { readEntries } from "./entries.ts";
import { mentionRows, rememberedIn } from "./mentions.ts";
import { verify } from "./verify.ts";
import type { RowsOfTexts } from "../places/condition.ts";
import { headOf, inOneView } from "./views.ts";

interface JournalParts {
  readonly db: Database;
  /** 128 random bits in hex: a salt, or a change's id. */
  readonly random128: () => string;
  readonly sealing: Sealing;
  readonly rowsOf: RowsOfTexts;
  /** The keys whose signed heads are held against the journal. */
  readonly trusted: readonly PublicSigningKey[];
}

export function createJournal({ db, random128, sealing, rowsOf, trusted }: JournalParts): Journal {
  return {
    async accounts() {
      const rows = await db.selectFrom("heads").select("account").orderBy("account").execute();
      return rows.map((row) => row.account);
    },
    head: (account) => headOf(db, account),
    load: (account) => inOneView(db, (view) => load(view, account)),
    async append(append) {
      const { account, expected, changes, sealed, keySecret, erasure, claim } = append;
      refuseUnfounded(append);
      // Hashed before the transaction begins: it holds the only connection, and in SQLite the write lock.
      const chained = chain(append, random128(), random128);
      const { events, principal } = append;
      const mentions = mentionRows(chained.entries, events, principal.user, rememberedIn(changes));
      await inSealingTransaction(db, sealing, async (writes) => {
        await moveHead(writes, account, expected, chained.head);
        await writeEntries(writes, chained);
        for (const batch of batches(mentions)) await writes.insertInto("mentions").values(batch).execute();
        await writeChanges(writes, account, changes);
        if (sealed) await writeSealed(writes, sealing, account, sealed);
        if (keySecret) await writeKeySecret(writes, account, keySecret);
        if (erasure) await erase(writes, account, erasure, expected.seq);
        if (claim) await noteDone(writes, claim, chained.head.seq);
      });
      return chained.head;
    },
    read: (account, range) => readEntries(db, account, range, rowsOf),
    verify: (account, since) => verify(db, trusted, account, since),
  };
}

async function load(view: Database, account: string) {
  const head = await headOf(view, account);
  return { state: await loadState(view, account, head.seq), head };
}

/** Tables that change by no event would never again agree with the journal; and a journal begins with one. */
function refuseUnfounded({ expected, events, changes }: Append): void {
  if (events.length > 0 || (changes.length === 0 && expected.seq > 0)) return;
  throw new GatefoldError("UNFOUNDED", "Changes were given without the events that make them; append both.");
}

/** The one check and the one write that appends of an account meet at: of two on one head, the second finds no row. */
async function moveHead(db: Writes, account: string, from: Head, to: Head): Promise<void> {
  const moved =
    from.seq === 0 ? await firstHead(db, account, from, to) : await nextHead(db, account, from, to);
  if (!moved) throw new HeadMoved(account, from);
}

async function firstHead(db: Writes, account: string, from: Head, to: Head): Promise<boolean> {
  if (from.hash !== NOTHING.hash) return false;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("heads")
    .values({ account, ...to })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function nextHead(db: Writes, account: string, from: Head, to: Head): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("heads")
    .set({ seq: to.seq, hash: to.hash })
    .where("account", "=", account)
    .where("seq", "=", from.seq)
    .where("hash", "=", from.hash)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function writeEntries(db: Writes, { entries, texts }: Chained): Promise<void> {
  for (const batch of batches(entries)) await db.insertInto("entries").values(batch).execute();
  for (const batch of batches(texts)) await db.insertInto("texts").values(batch).execute();
}
