import { GatefoldError } from "@gatefold/core";
import type { ExpressionBuilder } from "kysely";
import type { Job, NewJob, Queue } from "../contract.ts";
import { batches } from "../database/batches.ts";
import type { Database, JobRow, Tables } from "../database/tables.ts";

export function createQueue(db: Database): Queue {
  return {
    async add(job) {
      await addJob(db, job);
    },
    claim: (now, leaseMs) => claim(db, now, leaseMs),
    async extend({ id, attempts }, until) {
      const { numUpdatedRows } = await db
        .updateTable("jobs")
        .set({ leasedUntil: until })
        .where("id", "=", id)
        .where("attempts", "=", attempts)
        .where("leasedUntil", "is not", null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async retry({ id, attempts }, runAt) {
      const { numUpdatedRows } = await db
        .updateTable("jobs")
        // What stood further back, stands as far back at its new time.
        .set((job) => ({
          runAt,
          turn: job(job("turn", "-", job.ref("runAt")), "+", runAt),
          leasedUntil: null,
        }))
        .where("id", "=", id)
        .where("attempts", "=", attempts)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async done({ id, attempts }) {
      const { numDeletedRows } = await db
        .deleteFrom("jobs")
        .where("id", "=", id)
        .where("attempts", "=", attempts)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
    nextAt: () => nextAt(db),
  };
}

export async function addJob(db: Database, job: NewJob): Promise<void> {
  await db.insertInto("jobs").values(rowOf(job)).execute();
}

export async function addJobs(db: Database, jobs: readonly NewJob[]): Promise<void> {
  for (const some of batches(jobs)) await db.insertInto("jobs").values(some.map(rowOf)).execute();
}

function rowOf({ id, account, kind, lane, runAt, turn = runAt, body }: NewJob): JobRow {
  return {
    id,
    account,
    kind,
    lane,
    body: JSON.stringify(body ?? null),
    runAt,
    turn,
    attempts: 0,
    leasedUntil: null,
  };
}

/** The unique index by which a lane is leased once. */
const LANE_CLAIM = "jobsLane";

async function claim(db: Database, now: number, leaseMs: number): Promise<Job | undefined> {
  await db.updateTable("jobs").set({ leasedUntil: null }).where("leasedUntil", "<=", now).execute();
  for (;;) {
    try {
      return await lease(db, now, now + leaseMs);
    } catch (error) {
      // Somebody else took this lane at the same moment; it is no longer looked at, so this comes to an end.
      if (!(error instanceof GatefoldError) || error.details["constraint"] !== LANE_CLAIM) throw error;
    }
  }
}

/** One statement, so that finding and leasing can't come apart; a job that another one is leasing is passed over. */
async function lease(db: Database, now: number, until: number): Promise<Job | undefined> {
  const row = await db
    .updateTable("jobs")
    .set((build) => ({ leasedUntil: until, attempts: build("attempts", "+", 1) }))
    .where("id", "=", (build) => nextDue(build, now))
    .returningAll()
    .executeTakeFirst();
  return row && jobOf(row);
}

function nextDue(build: ExpressionBuilder<Tables, "jobs">, now: number) {
  const leased = build.selectFrom("jobs as leased").where("leased.leasedUntil", "is not", null);
  const lanes = leased.select(["leased.account", "leased.lane"]).where("leased.lane", "is not", null);
  const loads = leased
    .select(({ fn }) => ["leased.account", fn.countAll<number>().as("leases")])
    .groupBy("leased.account");
  return build
    .selectFrom("jobs")
    .leftJoin(loads.as("load"), "load.account", "jobs.account")
    .select("jobs.id")
    .where("jobs.leasedUntil", "is", null)
    .where("jobs.runAt", "<=", now)
    .where((jobs) =>
      jobs.or([
        jobs("jobs.lane", "is", null),
        jobs(jobs.refTuple("jobs.account", "jobs.lane"), "not in", lanes.$asTuple("account", "lane")),
      ]),
    )
    .orderBy((jobs) => jobs.fn.coalesce("load.leases", jobs.val(0)))
    .orderBy("jobs.turn")
    .orderBy("jobs.id")
    .limit(1)
    .forUpdate("jobs")
    .skipLocked();
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
