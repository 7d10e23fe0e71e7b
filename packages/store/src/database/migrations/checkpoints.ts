import type { Kysely } from "kysely";

/** Signed heads, one an entry at most: two gateways that sign at once make one. */
export async function checkpoints({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("checkpoints")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("kid", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("checkpointsKey", ["account", "seq"])
    .execute();
}
