import type { Job, JobItem } from "@gatefold/client";
import type { Api } from "./api.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { exit } from "./exit.ts";
import type { Io } from "./io.ts";
import { allOf } from "./pages.ts";
import { createProgress } from "./progress.ts";
import type { Session } from "./session.ts";
import { sayTime } from "./times.ts";

/** How many of what did not get there are named. */
const NAMED = 20;

const words: Readonly<Record<keyof Job["counts"], string>> = {
  delivered: "delivered",
  present: "there already",
  waiting: "waiting",
  sending: "being sent",
  unknown: "unknown",
  refused: "refused",
  failed: "failed",
  cancelled: "called off",
  removed: "taken back",
};

/** `3 delivered, 1 refused`: what there is of each. */
export function countsOf({ counts }: Pick<Job, "counts">): string {
  const kinds = Object.keys(words) as (keyof Job["counts"])[];
  return kinds.flatMap((kind) => (counts[kind] > 0 ? [`${counts[kind]} ${words[kind]}`] : [])).join(", ");
}

const endedOf = ({ items, counts }: Job) => items - counts.waiting - counts.sending;

/** Longer than that nothing is waited for: the rest goes on by itself. */
const PATIENCE_MS = 10 * 60_000;

const isForLater = ({ nextAt }: Job, now: number) =>
  nextAt !== null && Date.parse(nextAt) - now > PATIENCE_MS;

/**
 * Follows a job to its end, with a line of progress; comes back earlier where the rest goes on much later. Who stops
 * it stops looking: the gateway goes on.
 */
export async function follow(io: Io, session: Session, job: Job): Promise<void> {
  if (job.state === "ended" || isForLater(job, io.now())) return;
  io.note(`Ctrl-C leaves it running. To come back: ${session.command("jobs", job.id, "--wait")}`);
  if (job.nextAt !== null) io.note(`Not before ${sayTime(Date.parse(job.nextAt))}.`);
  const progress = createProgress(io, "Delivering", job.items);
  let reached = 0;
  try {
    for await (const { event, data } of session.api.events("jobs.events", { path: { job: job.id } })) {
      if (event !== "job") continue;
      const ended = endedOf(data);
      if (ended > reached) progress.step(countsOf(data), ended - reached);
      reached = Math.max(ended, reached);
      if (isForLater(data, io.now())) return;
    }
  } finally {
    progress.done();
  }
}

/** How it ended, or where it stands; what did not get there by name, with why. */
export async function printJob(io: Io, api: Api, id: string): Promise<Job> {
  const job = await api.call("jobs.get", { path: { job: id } });
  const { counts, items, nextAt, reasons } = job;
  const there = counts.delivered + counts.present;
  const bad = counts.refused + counts.failed + counts.unknown + counts.cancelled;
  const paint = bad > 0 ? io.style.bad : job.state === "ended" ? io.style.good : (text: string) => text;
  io.print(paint(`${there} of ${items} are there: ${countsOf(job)}.`));
  if (nextAt !== null) {
    const why = reasons.find(({ state }) => state === "waiting");
    const code = why?.code ? ` ${io.style.faint(`[${why.code}]`)}` : "";
    io.print(`  The rest goes at ${sayTime(Date.parse(nextAt))}.${code}`);
  }
  if (bad > 0) {
    io.leaveWith(exit.refused);
    await printMissing(io, api, id);
  }
  io.print(`  ${io.style.faint(id)}`);
  return job;
}

async function printMissing(io: Io, api: Api, job: string): Promise<void> {
  const all = await allOf(api.items("jobs.items", { path: { job } }));
  const missing = all.filter(({ state }) => ["refused", "failed", "unknown", "cancelled"].includes(state));
  const directory = createDirectory(api, null);
  for (const item of missing.slice(0, NAMED)) io.print(`  ${await missingLine(io, item, directory)}`);
  if (missing.length > NAMED) io.print(`  … and ${missing.length - NAMED} more; --json names all.`);
}

async function missingLine(io: Io, { asset, state, code, message }: JobItem, directory: Directory) {
  const what = await directory.place(asset);
  const why = message === null ? `${words[state]}.` : message;
  return `${what}: ${why}${code === null ? "" : ` ${io.style.faint(`[${code}]`)}`}`;
}
