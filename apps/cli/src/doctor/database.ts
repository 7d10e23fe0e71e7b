import { type DatabasePlace, inspectDatabase, type Inspection } from "@gatefold/store";
import { type Finding, lookedAt, ok, warning, wrong } from "./finding.ts";

export interface DatabaseQuestion {
  readonly place: DatabasePlace;
  readonly keys: { readonly masterKeyFile: string; readonly signingKeyFile: string };
  readonly now: () => number;
  /** Walks every journal, which may take long. */
  readonly deep: boolean;
}

/** What PostgreSQL it is tried on. */
const TRIED = 18;
/** A key's end or a grant's is meant to the second; half a minute is a lease. */
const SKEW_NOTICED = 1000;
const SKEW_WRONG = 30_000;

/** The database, its clock and tables, what keys open in it, and what waits in it. Nothing is changed. */
export async function lookAtDatabase(question: DatabaseQuestion): Promise<readonly Finding[]> {
  await using inspection = await inspectDatabase(question.place);
  const { findings, fits } = await lookAtServer(inspection, question);
  if (!fits) return findings;
  const rest = [
    lookedAt("keys", () => lookAtKeys(inspection, question)),
    lookedAt("work", () => lookAtWork(inspection, question.now())),
    ...(question.deep ? [lookedAt("journal", () => lookAtJournals(inspection))] : []),
  ];
  return [...findings, ...(await Promise.all(rest)).flat()];
}

async function lookAtServer(inspection: Inspection, { now }: DatabaseQuestion) {
  const { engine, version, now: theirs, migrations } = await inspection.database();
  const skew = Math.abs(now() - theirs);
  const name = engine === "sqlite" ? "SQLite" : "PostgreSQL";
  const findings: Finding[] = [];
  if (engine === "postgres" && Number.parseInt(version, 10) < TRIED) {
    const says = `${name} ${version} answers; ${TRIED} is what Gatefold is tried on.`;
    findings.push(warning("database", says, "Upgrade PostgreSQL when you can."));
  } else findings.push(ok("database", `${name} ${version} answers.`));
  const { missing, unknown } = migrations;
  if (unknown.length > 0) {
    const says = "A newer Gatefold has used this database [SCHEMA_NEWER].";
    findings.push(wrong("tables", says, "Start that version, or restore the backup made before it."));
  } else if (missing.length > 0) {
    const says = `The tables are of an older version: ${missing.length} steps behind.`;
    findings.push(warning("tables", says, "Make a backup; the next start brings them up to date."));
  } else findings.push(ok("tables", "The tables are this version's."));
  if (engine === "postgres") findings.push(skewed(skew));
  return { findings, fits: unknown.length + missing.length === 0 };
}

function skewed(skew: number): Finding {
  const seconds = (skew / 1000).toFixed(1);
  const says = `The database's clock and this machine's are ${seconds} seconds apart.`;
  if (skew > SKEW_WRONG)
    return wrong("clock", says, "Set both by NTP: ends of rights and leases are told by them.");
  return skew > SKEW_NOTICED ? warning("clock", says, "Set both by NTP.") : ok("clock", says);
}

async function lookAtKeys(inspection: Inspection, { keys }: DatabaseQuestion): Promise<Finding[]> {
  const { sealed, signed } = await inspection.keys(keys);
  return [
    ok("keys", sealed === 0 ? "No credentials are sealed yet." : "The master key opens what it sealed."),
    ok("keys", signed === 0 ? "No head was signed yet." : "The signing key is the one that signed last."),
  ];
}

const LATE_MS = 5 * 60_000;
const MANY_TRIES = 12;

async function lookAtWork(inspection: Inspection, now: number): Promise<Finding[]> {
  const { jobs, deliveries, mostAttempts, accounts, entries } = await inspection.work(now);
  const findings: Finding[] = [];
  const late = jobs.due.oldestAt === null ? 0 : now - jobs.due.oldestAt;
  if (late > LATE_MS) {
    const says = `${jobs.due.count} jobs are due, the oldest for ${Math.round(late / 60_000)} minutes.`;
    findings.push(warning("work", says, "See that a gateway runs, and what gateway.log says of jobs."));
  }
  if (mostAttempts >= MANY_TRIES) {
    const says = `A job was begun ${mostAttempts} times.`;
    findings.push(warning("work", says, "gateway.log says why it does not come to an end."));
  }
  if (deliveries.unknown.count > 0) {
    const says = `${deliveries.unknown.count} deliveries need a look: whether they arrived is not known.`;
    findings.push(warning("work", says, "gatefold deliveries, as somebody who may see them."));
  }
  if (findings.length > 0) return findings;
  const waiting = jobs.due.count + jobs.waiting.count;
  return [ok("work", `${accounts} accounts, ${entries} changes; ${waiting} jobs wait, none late.`)];
}

async function lookAtJournals(inspection: Inspection): Promise<Finding[]> {
  const journals = await inspection.journals();
  const broken = journals.filter(({ wrong: problem }) => problem !== null);
  if (broken.length === 0)
    return [ok("journal", `Whole: ${journals.length} walked, each against its tables.`)];
  return broken.map(({ account, wrong: problem }) =>
    wrong("journal", `${account}: ${problem}`, "Find out who changed the database; restore a backup."),
  );
}
