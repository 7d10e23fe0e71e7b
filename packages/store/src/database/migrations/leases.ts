import { type Kysely, sql } from "kysely";

/** A lane's lease becomes a unique row, so that no two claimers at once can take one; leases that are there are let go. */
export async function leases(db: Kysely<unknown>): Promise<void> {
  await db
    .withTables<{ jobs: { leasedUntil: number | null } }>()
    .updateTable("jobs")
    .set({ leasedUntil: null })
    .execute();
  await db.schema
    .createIndex("jobsLane")
    .unique()
    .on("jobs")
    .columns(["account", "lane"])
    .where(sql.ref("leasedUntil"), "is not", null)
    .execute();
  // What a claim looks through, without the jobs' bodies.
  await db.schema.dropIndex("jobsDue").execute();
  await db.schema
    .createIndex("jobsWaiting")
    .on("jobs")
    .columns(["runAt", "id", "account", "lane"])
    .where(sql.ref("leasedUntil"), "is", null)
    .execute();
}
