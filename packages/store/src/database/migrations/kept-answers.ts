import type { Kysely } from "kysely";

/** Names under which writes are made once, each with its answer for a while. */
export async function keptAnswers({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("keptAnswers")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("credential", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("until", "bigint", (column) => column.notNull())
    .addColumn("masterKey", "text")
    .addColumn("nonce", "text")
    .addColumn("sealed", "text")
    .addPrimaryKeyConstraint("keptAnswersKey", ["account", "credential", "name"])
    .execute();
  await schema.createIndex("keptAnswersEnd").on("keptAnswers").column("until").execute();
}
