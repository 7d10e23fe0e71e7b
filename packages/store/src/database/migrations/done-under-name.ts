import type { Kysely } from "kysely";

/** The revision of the change that was made under a name, noted with it. */
export async function doneUnderName({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("keptAnswers").addColumn("doneAt", "bigint").execute();
}
