import type { Millis } from "@gatefold/core";
import { type RawBuilder, sql } from "kysely";
import { migrationNames, migrationsDone } from "../database/migrate.ts";
import type { Database } from "../database/tables.ts";
import type { DatabaseFacts, Pile, Survey, WorkFacts } from "./contract.ts";

/** How each engine says its version and its time. */
const questions: Record<DatabaseFacts["engine"], RawBuilder<{ version: string; now: number }>> = {
  sqlite: sql`select sqlite_version() as "version",
    cast(round((julianday('now') - 2440587.5) * 86400000) as integer) as "now"`,
  postgres: sql`select current_setting('server_version') as "version",
    cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as "now"`,
};

export function createSurvey(db: Database, engine: DatabaseFacts["engine"]): Survey {
  return {
    async database() {
      const { rows } = await questions[engine].execute(db);
      const [facts = { version: "", now: 0 }] = rows;
      const done = await migrationsDone(db);
      const missing = migrationNames.filter((name) => !done.includes(name));
      const unknown = done.filter((name) => !migrationNames.includes(name));
      return { engine, version: facts.version, now: facts.now, migrations: { missing, unknown } };
    },
    work: (now) => workIn(db, now),
  };
}

async function workIn(db: Database, now: Millis): Promise<WorkFacts> {
  const [jobs, deliveries, heads] = await Promise.all([jobsIn(db, now), deliveriesIn(db), headsIn(db)]);
  return { ...jobs, deliveries, ...heads };
}

async function jobsIn(db: Database, now: Millis): Promise<Pick<WorkFacts, "jobs" | "mostAttempts">> {
  const rows = await db
    .selectFrom("jobs")
    .select((build) => [
      build
        .case()
        .when("leasedUntil", ">", now)
        .then("running")
        .when("runAt", "<=", now)
        .then("due")
        .else("waiting")
        .end()
        .as("state"),
      build.fn.countAll<number>().as("count"),
      build.fn.min("runAt").as("oldestAt"),
      build.fn.max("attempts").as("attempts"),
    ])
    .groupBy(sql.ref("state"))
    .execute();
  const pile = pilesOf(rows);
  return {
    jobs: { waiting: pile("waiting"), due: pile("due"), running: pile("running") },
    mostAttempts: Math.max(0, ...rows.map(({ attempts }) => attempts)),
  };
}

async function deliveriesIn(db: Database): Promise<WorkFacts["deliveries"]> {
  const rows = await db
    .selectFrom("deliveries")
    .select(({ fn }) => ["state", fn.countAll<number>().as("count"), fn.min("updatedAt").as("oldestAt")])
    .where("state", "in", ["waiting", "sending", "unknown"])
    .groupBy("state")
    .execute();
  const pile = pilesOf(rows);
  return { waiting: pile("waiting"), sending: pile("sending"), unknown: pile("unknown") };
}

async function headsIn(db: Database): Promise<Pick<WorkFacts, "accounts" | "entries">> {
  const row = await db
    .selectFrom("heads")
    .select(({ fn }) => [
      fn.countAll<number>().as("accounts"),
      // PostgreSQL answers a sum of whole numbers as text.
      fn.sum<string | number | null>("seq").as("entries"),
    ])
    .executeTakeFirst();
  return { accounts: row?.accounts ?? 0, entries: Number(row?.entries ?? 0) };
}

function pilesOf(rows: readonly { state: string; count: number; oldestAt: number }[]) {
  return (state: string): Pile => {
    const row = rows.find((one) => one.state === state);
    return { count: row?.count ?? 0, oldestAt: row?.oldestAt ?? null };
  };
}
