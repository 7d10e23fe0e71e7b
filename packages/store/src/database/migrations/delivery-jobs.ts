import type { Kysely } from "kysely";

/** Many deliveries asked for as one; what a delivery waits for; and turns in the queue for what came in bulk. */
export async function deliveryJobs(db: Kysely<unknown>): Promise<void> {
  await jobTables(db);
  await deliveryColumns(db);
  await turns(db);
}

async function jobTables({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("deliveryJobs")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user", "text", (column) => column.notNull())
    .addColumn("principal", "text", (column) => column.notNull())
    .addColumn("asked", "text", (column) => column.notNull())
    .addColumn("items", "integer", (column) => column.notNull())
    .addColumn("requestedAt", "bigint", (column) => column.notNull())
    .addColumn("cancelledAt", "bigint")
    .addPrimaryKeyConstraint("deliveryJobsKey", ["account", "id"])
    .execute();
  await schema
    .createIndex("deliveryJobsNewest")
    .on("deliveryJobs")
    .columns(["account", "requestedAt", "id"])
    .execute();
  await schema
    .createTable("deliveryJobItems")
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("job", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("asset", "text", (column) => column.notNull())
    .addColumn("connection", "text")
    .addColumn("delivery", "text")
    .addColumn("existing", "integer", (column) => column.notNull())
    .addColumn("code", "text")
    .addColumn("message", "text")
    .addPrimaryKeyConstraint("deliveryJobItemsKey", ["account", "job", "number"])
    .execute();
  await schema
    .createIndex("deliveryJobItemsDelivery")
    .on("deliveryJobItems")
    .columns(["account", "delivery"])
    .execute();
}

async function deliveryColumns({ schema }: Kysely<unknown>): Promise<void> {
  for (const name of ["nextAt", "tryingSince", "leftAt"]) {
    await schema.alterTable("deliveries").addColumn(name, "bigint").execute();
  }
}

async function turns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("jobs")
    .addColumn("turn", "bigint", (column) => column.notNull().defaultTo(0))
    .execute();
  await db
    .withTables<{ jobs: { runAt: number; turn: number } }>()
    .updateTable("jobs")
    .set((job) => ({ turn: job.ref("runAt") }))
    .execute();
}
