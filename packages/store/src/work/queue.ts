import type { ExpressionBuilder } from "kysely";
import type { Job, NewJob, Queue } from "../contract.ts";
import type { Database, JobRow, Tables } from "../database/tables.ts";

export function createQueue(db: Database): Queue {
  return {
    async add(job) {
      await addJob(db, job);
    },
    claim: (now, leaseMs) => claim(db, now, leaseMs),
    async extend(id, until) {
      await db.updateTable("jobs").set({ leasedUntil: until }).where("id", "=", id).execute();
    },
    async retry(id, runAt) {
      await db.updateTable("jobs").set({ runAt, leasedUntil: null }).where("id", "=", id).execute();
    },
    async done(id) {
      await db.deleteFrom("jobs").where("id", "=", id).execute();
    },
    nextAt: () => nextAt(db),
  };
}

export async function addJob(db: Database, job: NewJob): Promise<void> {
  const { id, account, kind, lane, runAt } = job;
  const body = JSON.stringify(job.body ?? null);
  await db
    .insertInto("jobs")
    .values({ id, account, kind, lane, body, runAt, attempts: 0, leasedUntil: null })
    .execute();
}

type Jobs = ExpressionBuilder<Tables, "jobs">;

/**
 * One statement, so that finding and leasing can't come apart. That the row is still free is said twice: where two
 * statements may run at once, the second looks again at the row it waited for, but not at what chose it.
 */
async function claim(db: Database, now: number, leaseMs: number): Promise<Job | undefined> {
  const row = await db
    .updateTable("jobs")
    .set((build) => ({ leasedUntil: now + leaseMs, attempts: build("attempts", "+", 1) }))
    .where("id", "=", (build) =>
      build
        .selectFrom("jobs")
        .select("id")
        .where("runAt", "<=", now)
        .where((jobs) => isFree(jobs, now))
        .where((jobs) => laneIsFree(jobs, now))
        .orderBy("runAt")
        .orderBy("id")
        .limit(1),
    )
    .where((jobs) => isFree(jobs, now))
    .returningAll()
    .executeTakeFirst();
  return row && jobOf(row);
}

function isFree(build: Jobs, now: number) {
  return build.or([build("jobs.leasedUntil", "is", null), build("jobs.leasedUntil", "<=", now)]);
}

function laneIsFree(build: Jobs, now: number) {
  const leased = build
    .selectFrom("jobs as other")
    .select(["other.account", "other.lane"])
    .where("other.leasedUntil", ">", now)
    .where("other.lane", "is not", null);
  return build.or([
    build("jobs.lane", "is", null),
    build(build.refTuple("jobs.account", "jobs.lane"), "not in", leased.$asTuple("account", "lane")),
  ]);
}

/** Of each job: when it is due, or when the last lease on it or its lane ends, whichever is later; the first of those. */
async function nextAt(db: Database): Promise<number | undefined> {
  const rows = await db
    .selectFrom("jobs")
    .select(({ fn }) => [fn.min("runAt").as("runAt"), fn.max("leasedUntil").as("leasedUntil")])
    // A job without a lane waits for no other: it is a lane of its own.
    .groupBy(({ fn }) => ["account", fn.coalesce("lane", "id")])
    .execute();
  if (rows.length === 0) return undefined;
  return rows.reduce((first, row) => Math.min(first, Math.max(row.runAt, row.leasedUntil ?? 0)), Infinity);
}

function jobOf(row: JobRow): Job {
  const { id, account, kind, lane, runAt, attempts } = row;
  return { id, account, kind, lane, runAt, attempts, body: JSON.parse(row.body) as unknown };
}
