import type { Kysely } from "kysely";

/** How often somebody looked somewhere, by the minute. */
export async function looks({ schema }: Kysely<unknown>): Promise<void> {
  const key = ["account", "minute", "user", "permission", "place", "code"];
  let table = schema.createTable("looks").addColumn("account", "text", (column) => column.notNull());
  table = table.addColumn("minute", "bigint", (column) => column.notNull());
  for (const name of key.slice(2)) table = table.addColumn(name, "text", (column) => column.notNull());
  await table
    .addColumn("count", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("looksKey", key as never[])
    .execute();
  await schema.createIndex("looksAtPlace").on("looks").columns(["account", "place", "minute"]).execute();
  await schema.createIndex("looksOfUser").on("looks").columns(["account", "user", "minute"]).execute();
  await schema.createIndex("looksMinute").on("looks").column("minute").execute();
}
