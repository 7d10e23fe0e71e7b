import type { Kysely } from "kysely";

/** When something was last swept that one gateway does for all. */
export async function sweeps({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("sweeps")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute();
}
