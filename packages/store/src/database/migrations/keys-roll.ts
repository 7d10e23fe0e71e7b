import type { Kysely } from "kysely";

/** The secret that a key had before it was rolled, good for a while longer; and when a key was last used. */
export async function keysRoll({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable("keySecrets").addColumn("previousHash", "text").execute();
  await schema.alterTable("keySecrets").addColumn("previousUntil", "bigint").execute();
  await schema.alterTable("keySecrets").addColumn("lastUsed", "bigint").execute();
  await schema.createIndex("keySecretsOfAccount").on("keySecrets").column("account").execute();
}
