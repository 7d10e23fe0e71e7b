import type { Principal } from "@gatefold/core";
import { isOneOf, type RowsOfTexts } from "../places/condition.ts";
import type { Act, Acts } from "../contract.ts";
import { batches } from "../database/batches.ts";
import type { ActRow, Database, Writes } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import { together } from "./together.ts";

export function createActs(db: Database, rowsOf: RowsOfTexts): Acts {
  return {
    record: together(
      (acts: readonly Act[]) => record(db, acts),
      ({ account }) => account,
    ),
    recordAll: (acts) => record(db, acts),
    async list(account, { user, places, from, until, before, after, limit, ...same }) {
      let query = db.selectFrom("acts").selectAll().where("account", "=", account);
      for (const column of ["act", "effect", "code"] as const) {
        const value = same[column];
        if (value !== undefined) query = query.where(column, "=", value);
      }
      if (user !== undefined) query = query.where("user", "=", user);
      if (places !== undefined) query = query.where(isOneOf("place", places, rowsOf));
      if (from !== undefined) query = query.where("at", ">=", from);
      if (until !== undefined) query = query.where("at", "<", until);
      if (before !== undefined) query = query.where("seq", "<", before);
      if (after !== undefined) query = query.where("seq", ">", after);
      const rows = await query
        .orderBy("seq", after === undefined ? "desc" : "asc")
        .limit(limit)
        .execute();
      return rows.map(actOf);
    },
  };
}

async function record(db: Database, acts: readonly Act[]): Promise<void> {
  const [first] = acts;
  if (!first) return;
  await inTransaction(db, async (writes) => {
    const last = await lastSeq(writes, first.account, acts.length);
    const rows = acts.map(({ principal, ...columns }, place) => ({
      ...columns,
      seq: last - acts.length + 1 + place,
      user: principal.user,
      principal: JSON.stringify(principal),
    }));
    for (const some of batches(rows)) await writes.insertInto("acts").values(some).execute();
  });
}

/** Counts an account's acts one by one, so many of them; the row keeps two from taking one number. */
async function lastSeq(db: Writes, account: string, count: number): Promise<number> {
  const { seq } = await db
    .insertInto("actHeads")
    .values({ account, seq: count })
    .onConflict((conflict) =>
      conflict.column("account").doUpdateSet((build) => ({ seq: build("actHeads.seq", "+", count) })),
    )
    .returning("seq")
    .executeTakeFirstOrThrow();
  return seq;
}

function actOf(row: ActRow): Act & { readonly seq: number } {
  const { user: _user, principal, act, effect, ...columns } = row;
  return {
    ...columns,
    act: act as Act["act"],
    effect: effect as Act["effect"],
    principal: JSON.parse(principal) as Principal,
  };
}
