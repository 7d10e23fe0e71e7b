import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { countsOf, follow, printJob } from "../jobs.ts";
import { readLines } from "../lines-option.ts";
import { allOf, wholeList } from "../pages.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { rowsOf } from "../table.ts";
import { sayTime } from "../times.ts";

interface JobsOptions extends SessionOptions {
  readonly all?: boolean;
  readonly lines: number;
  readonly wait?: boolean;
  readonly cancel?: boolean;
  readonly retry?: boolean;
}

const examples = `
A job is what \`deliver\` makes of many pictures. It goes on without you: --wait comes back to it. What is under way when a
job is called off may still arrive, and is said.

Examples:
  $ ./dev gatefold jobs --as bea
  $ ./dev gatefold jobs job_0123456789abcdefghjk --wait --as bea
  $ ./dev gatefold jobs job_0123456789abcdefghjk --cancel --as bea
  $ ./dev gatefold jobs job_0123456789abcdefghjk --retry --as bea`;

export function registerJobs(program: Command, io: Io): void {
  const command = program
    .command("jobs")
    .description("many deliveries that were asked for as one, newest first, or one of them")
    .argument("[id]", "one job's id")
    .option("--all", "everybody's")
    .option("-n, --lines <NUMBER>", "how many", readLines, 20)
    .option("--wait", "once nothing of it is on its way any more")
    .option("--cancel", "call off what waits of it")
    .option("--retry", "ask anew for what failed or was refused: a job of its own")
    .addHelpText("after", examples);
  withSession(command).action((id: string | undefined, options: JobsOptions) =>
    asPerson(io, options, (session) =>
      id === undefined ? showList(io, session, options) : workOn(io, session, id, options),
    ),
  );
}

async function showList(
  io: Io,
  { api }: Session,
  { all, lines, json, ...options }: JobsOptions,
): Promise<void> {
  if (options.wait || options.cancel || options.retry) throw usage("Name the job: its id comes first.");
  const query = { of: all ? "all" : "mine", limit: Math.min(lines, 200) } as const;
  const jobs = await allOf(api.items("jobs.list", { query }), lines);
  if (json) return io.print(JSON.stringify({ items: jobs, next: null }));
  if (jobs.length === 0) return io.note("No job was asked for yet.");
  const rows = jobs.map((job) => [
    job.id,
    sayTime(Date.parse(job.requestedAt)),
    job.state,
    `${job.items}: ${countsOf(job)}`,
  ]);
  for (const row of rowsOf(rows)) io.print(row);
}

async function workOn(io: Io, session: Session, id: string, options: JobsOptions): Promise<void> {
  const { api } = session;
  if (!/^job_[0-9a-z]+$/.test(id))
    throw usage(`"${id}" is no job's id.`, "Ids start with job_; `jobs` lists them.");
  if (options.cancel && options.retry) throw usage("Name --cancel or --retry, not both.");
  if (options.cancel) return callOff(io, session, id, options);
  const path = { job: id };
  const job = options.retry ? await api.call("jobs.retry", { path }) : await api.call("jobs.get", { path });
  if (options.wait) await follow(io, session, job);
  if (options.json) return io.print(await wholeList(api.items("jobs.items", { path: { job: job.id } })));
  await printJob(io, api, job.id);
}

async function callOff(io: Io, { api }: Session, id: string, { json }: SessionOptions): Promise<void> {
  const { value, text } = await api.answer("jobs.cancel", { path: { job: id } });
  if (json) return io.print(text);
  const { cancelled, tooLate, there, notYours } = value;
  io.print(`${cancelled} called off.`);
  if (tooLate > 0)
    io.print(`  ${tooLate} came too late: they are on their way, or nobody knows whether they arrived.`);
  if (there > 0) io.print(`  ${there} are there already; \`remove\` takes one back.`);
  if (notYours > 0) io.print(`  ${notYours} wait on: you may not call them off.`);
}
