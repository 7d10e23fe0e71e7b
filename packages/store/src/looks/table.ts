import { sql, type SqlBool } from "kysely";
import { batches } from "../database/batches.ts";
import type { Database } from "../database/tables.ts";
import { inTransaction } from "../database/transactions.ts";
import type { Look, Looks } from "./contract.ts";

const key = ["account", "minute", "user", "permission", "place", "code"] as const;
const order = ["minute", "user", "permission", "place", "code"] as const;

export async function addLooks(db: Database, looks: readonly Look[]): Promise<void> {
  await inTransaction(db, async (writes) => {
    for (const batch of batches(looks)) {
      await writes
        .insertInto("looks")
        .values(batch)
        .onConflict((conflict) =>
          conflict
            .columns(key)
            .doUpdateSet((build) => ({ count: build("looks.count", "+", build.ref("excluded.count")) })),
        )
        .execute();
    }
  });
}

export function listLooks(db: Database): Looks["list"] {
  return async (account, { from, until, after, limit, ...same }) => {
    let query = db.selectFrom("looks").selectAll().where("account", "=", account);
    for (const column of ["user", "place", "permission", "code"] as const) {
      const value = same[column];
      if (value !== undefined) query = query.where(column, "=", value);
    }
    if (from !== undefined) query = query.where("minute", ">=", from);
    if (until !== undefined) query = query.where("minute", "<", until);
    if (after !== undefined) {
      const columns = sql.join(order.map((column) => sql.ref(column)));
      const seen = sql.join(order.map((column) => after[column]));
      query = query.where(sql<SqlBool>`(${columns}) < (${seen})`);
    }
    for (const column of order) query = query.orderBy(column, "desc");
    return await query.limit(limit).execute();
  };
}
