import type { Head } from "../contract.ts";
import type { Database } from "../database/tables.ts";
import { NOTHING } from "./chain.ts";

/** Every read sees the same moment, whatever is written meanwhile. */
export function inOneView<T>(db: Database, read: (view: Database) => Promise<T>): Promise<T> {
  return db.transaction().setAccessMode("read only").setIsolationLevel("repeatable read").execute(read);
}

export async function headOf(db: Database, account: string): Promise<Head> {
  const row = await db
    .selectFrom("heads")
    .select(["seq", "hash"])
    .where("account", "=", account)
    .executeTakeFirst();
  return row ? { seq: row.seq, hash: row.hash } : NOTHING;
}
