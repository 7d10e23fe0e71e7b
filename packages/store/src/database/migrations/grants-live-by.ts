import type { Kysely } from "kysely";

/** The grant that a grant lives by; null for none, as for all that were given before. */
export async function grantsLiveBy({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("grants").addColumn("livesBy", "text").execute();
}
