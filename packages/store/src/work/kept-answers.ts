import { GatefoldError } from "@gatefold/core";
import type { AnswerName, Append, KeptAnswer, KeptAnswers } from "../contract.ts";
import { inTransaction } from "../database/transactions.ts";
import type { Database, KeptAnswerRow, Writes } from "../database/tables.ts";
import { inSealingTransaction, mustStillSeal } from "../secrets/live-keys.ts";
import type { Sealing } from "../secrets/sealing.ts";

export function createKeptAnswers(db: Database, sealing: Sealing): KeptAnswers {
  return {
    claim: (wanted, now, until) =>
      inTransaction(db, async (writes) => {
        await forgetEnded(writes, now);
        const { account, credential, name } = wanted;
        const nothing = { masterKey: null, nonce: null, sealed: null, doneAt: null };
        const { numInsertedOrUpdatedRows } = await writes
          .insertInto("keptAnswers")
          .values({ account, credential, name, until, ...nothing })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 1n) return undefined;
        const row = await writes
          .selectFrom("keptAnswers")
          .selectAll()
          .where("account", "=", account)
          .where("credential", "=", credential)
          .where("name", "=", name)
          .executeTakeFirst();
        if (!row) return { answer: null, doneAt: null };
        // Up to the end of its claim, whoever did it may still be about to say so.
        const doneAt = row.until <= now ? row.doneAt : null;
        return { answer: await answerIn(row, sealing), doneAt };
      }),
    async keep(wanted, claimedUntil, answer, until) {
      const secrets = { answer: JSON.stringify(answer) };
      await inSealingTransaction(db, sealing, async (writes) => {
        const { masterKey, nonce, sealed } = sealing.seal(wanted.account, placeOf(wanted), secrets);
        await mustStillSeal(writes, masterKey);
        await writes
          .updateTable("keptAnswers")
          .set({ masterKey, nonce, sealed, until, doneAt: null })
          .where((eb) => eb.and(held(wanted, claimedUntil)))
          .execute();
      });
    },
    async release(wanted, claimedUntil) {
      await db
        .deleteFrom("keptAnswers")
        .where((eb) => eb.and(held(wanted, claimedUntil)))
        .where("doneAt", "is", null)
        .execute();
    },
  };
}

/** How long it is known of a name that its change was made, where no answer was kept: as long as one would be. */
const DONE_IS_KNOWN_MS = 24 * 60 * 60 * 1000;

async function forgetEnded(db: Writes, now: number): Promise<void> {
  await db
    .deleteFrom("keptAnswers")
    .where("until", "<=", now)
    .where((row) => row.or([row("doneAt", "is", null), row("until", "<=", now - DONE_IS_KNOWN_MS)]))
    .execute();
}

/** Notes in an append's own transaction that the name's change is made. Throws `CLAIM_LOST` where the claim is over. */
export async function noteDone(
  db: Writes,
  { until, ...name }: NonNullable<Append["claim"]>,
  doneAt: number,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("keptAnswers")
    .set({ doneAt })
    .where((eb) => eb.and(held(name, until)))
    .where("sealed", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  throw new GatefoldError(
    "CLAIM_LOST",
    "This took longer than its Idempotency-Key was held for it, and was not done; send it again under the same key.",
  );
}

/** The row as long as nobody claimed it anew. */
function held({ account, credential, name }: AnswerName, until: number) {
  return { account, credential, name, until };
}

/** What sealed credentials are told apart by; no connection's id holds a colon. */
export function placeOf({ credential, name }: AnswerName): string {
  return `answer:${credential}:${name}`;
}

/** Null where it is still being worked out, or was sealed under a master key that is gone. */
async function answerIn(row: KeptAnswerRow, sealing: Sealing): Promise<KeptAnswer | null> {
  const { account, masterKey, nonce, sealed } = row;
  if (masterKey === null || nonce === null || sealed === null) return null;
  try {
    // Sealed by `keep` alone, under this name.
    const opened = await sealing.open({ account, connection: placeOf(row), masterKey, nonce, sealed });
    return JSON.parse(String(opened["answer"])) as KeptAnswer;
  } catch (error) {
    if (error instanceof GatefoldError && error.code === "MASTER_KEY_WRONG") return null;
    throw error;
  }
}
