import type { Command } from "commander";
import { actsLog } from "../audit/acts.ts";
import { journalLog } from "../audit/journal.ts";
import { tail, type TailSettings } from "../audit/tail.ts";
import { exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import { readLines } from "../lines-option.ts";
import { findPlace } from "../places.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { sayTime } from "../times.ts";

interface TailOptions extends SessionOptions, TailSettings {
  readonly json?: boolean;
  readonly acts?: boolean;
  readonly on?: string;
}

const tailExamples = `
Examples:
  $ ./dev gatefold audit tail --as ada
  $ ./dev gatefold audit tail --acts --follow --as ada
  $ ./dev gatefold audit tail --acts --on Bergström --as max`;

const verifyExamples = `
The exit status is 1 where something was changed, and the entry is named.

Examples:
  $ ./dev gatefold audit verify --as ada`;

export function registerAudit(program: Command, io: Io): void {
  const audit = program
    .command("audit")
    .description("who did what to whom, and that nothing of it was changed");
  const latest = audit
    .command("tail")
    .description("the latest changes, or with --acts what was let out and what was refused")
    .option("-n, --lines <NUMBER>", "how many", readLines, 20)
    .option("-f, --follow", "go on as more come, until Ctrl-C; with --json one a line")
    .option("--acts", "deliveries, removals and downloads, allowed and refused")
    .option("--on <PATH>", "with --acts: only those at this place")
    .addHelpText("after", tailExamples);
  withSession(latest).action((options: TailOptions) =>
    asPerson(io, options, async ({ api }) => {
      const { acts = false, on } = options;
      if (on !== undefined && !acts) throw usage("--on goes with --acts.");
      const at = on === undefined ? undefined : (await findPlace(api, on)).id;
      await (acts
        ? tail(io, actsLog(api, io.style, at), options)
        : tail(io, journalLog(api, io.style), options));
    }),
  );
  const verify = audit
    .command("verify")
    .description("walk the whole journal: was anything changed, removed, put elsewhere or cut?")
    .addHelpText("after", verifyExamples);
  withSession(verify).action((options: SessionOptions) =>
    asPerson(io, options, (session) => check(io, session, options)),
  );
}

async function check(io: Io, { api }: Session, { json }: SessionOptions): Promise<void> {
  const { value: verdict, text } = await api.answer("journal.verify");
  if (!verdict.ok) io.leaveWith(exit.refused);
  if (json) return io.print(text);
  if (!verdict.ok) {
    io.print(io.style.bad(`The journal is not what it was: ${verdict.problem} at entry ${verdict.seq}.`));
    return io.print(`  ${verdict.message}`);
  }
  io.print(
    io.style.good(`The journal is whole: ${verdict.entries} entries, each as it was written, none cut.`),
  );
  io.print(io.style.faint(`  Head ${verdict.head.hash}, at ${sayTime(io.now())}`));
}
