import type { Principal } from "@gatefold/core";
import type { Act, Acts } from "../contract.ts";
import type { ActRow, Database, Writes } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";

export function createActs(db: Database): Acts {
  return {
    record: (act) => record(db, act),
    async list(account, { user, place, effect, before, limit }) {
      let query = db.selectFrom("acts").selectAll().where("account", "=", account);
      if (user !== undefined) query = query.where("user", "=", user);
      if (place !== undefined) query = query.where("place", "=", place);
      if (effect !== undefined) query = query.where("effect", "=", effect);
      if (before !== undefined) query = query.where("seq", "<", before);
      const rows = await query.orderBy("seq", "desc").limit(limit).execute();
      return rows.map(actOf);
    },
  };
}

async function record(db: Database, act: Act): Promise<void> {
  const { principal, ...columns } = act;
  await inTransaction(db, async (writes) => {
    const seq = await nextSeq(writes, act.account);
    const row = { ...columns, seq, user: principal.user, principal: JSON.stringify(principal) };
    await writes.insertInto("acts").values(row).execute();
  });
}

/** Counts an account's acts one by one; the row keeps two from taking one number. */
async function nextSeq(db: Writes, account: string): Promise<number> {
  const { seq } = await db
    .insertInto("actHeads")
    .values({ account, seq: 1 })
    .onConflict((conflict) =>
      conflict.column("account").doUpdateSet((build) => ({ seq: build("actHeads.seq", "+", 1) })),
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
