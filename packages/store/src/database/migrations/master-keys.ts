import type { Kysely } from "kysely";

/** Ids of master keys; one that was replaced seals nothing any more, whoever still has it. */
export async function masterKeys({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("masterKeys")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("retired", "integer", (column) => column.notNull())
    .execute();
}
