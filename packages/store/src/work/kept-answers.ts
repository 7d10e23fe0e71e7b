import { GatefoldError } from "@gatefold/core";
import type { AnswerName, KeptAnswer, KeptAnswers } from "../contract.ts";
import { inTransaction } from "../database/transactions.ts";
import type { Database, KeptAnswerRow } from "../database/tables.ts";
import type { Sealing } from "../secrets/sealing.ts";

export function createKeptAnswers(db: Database, sealing: Sealing): KeptAnswers {
  return {
    claim: (wanted, now, until) =>
      inTransaction(db, async (writes) => {
        await writes.deleteFrom("keptAnswers").where("until", "<=", now).execute();
        const { account, credential, name } = wanted;
        const nothing = { masterKey: null, nonce: null, sealed: null };
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
        return { answer: row ? answerIn(row, sealing) : null };
      }),
    async keep(wanted, claimedUntil, answer, until) {
      const { masterKey, nonce, sealed } = sealing.seal(wanted.account, placeOf(wanted), {
        answer: JSON.stringify(answer),
      });
      await db
        .updateTable("keptAnswers")
        .set({ masterKey, nonce, sealed, until })
        .where((eb) => eb.and(held(wanted, claimedUntil)))
        .execute();
    },
    async release(wanted, claimedUntil) {
      await db
        .deleteFrom("keptAnswers")
        .where((eb) => eb.and(held(wanted, claimedUntil)))
        .execute();
    },
  };
}

/** The row as long as nobody claimed it anew. */
function held({ account, credential, name }: AnswerName, until: number) {
  return { account, credential, name, until };
}

/** What sealed credentials are told apart by; no connection's id holds a colon. */
function placeOf({ credential, name }: AnswerName): string {
  return `answer:${credential}:${name}`;
}

/** Null where it is still being worked out, or was sealed under a master key that is gone. */
function answerIn(row: KeptAnswerRow, sealing: Sealing): KeptAnswer | null {
  const { account, masterKey, nonce, sealed } = row;
  if (masterKey === null || nonce === null || sealed === null) return null;
  try {
    // Sealed by `keep` alone, under this name.
    const opened = sealing.open({ account, connection: placeOf(row), masterKey, nonce, sealed });
    return JSON.parse(String(opened["answer"])) as KeptAnswer;
  } catch (error) {
    if (error instanceof GatefoldError && error.code === "MASTER_KEY_WRONG") return null;
    throw error;
  }
}
