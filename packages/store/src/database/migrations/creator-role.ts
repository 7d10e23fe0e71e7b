import type { Kysely } from "kysely";

/** The role that creators get; null for none, as in all accounts that were there before. */
export async function creatorRole({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("accounts").addColumn("creatorRole", "text").execute();
}
