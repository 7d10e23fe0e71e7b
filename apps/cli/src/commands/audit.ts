import { type Command, Option } from "commander";
import { actsLog } from "../audit/acts.ts";
import { exportAudit, type ExportOptions } from "../audit/export.ts";
import { journalLog } from "../audit/journal.ts";
import { tail, type TailSettings } from "../audit/tail.ts";
import { type LooksOptions, showLooks } from "../audit/looks.ts";
import { verifyJournal, type VerifyOptions } from "../audit/verify.ts";
import { usage } from "../exit.ts";
import { allOf, wholeList } from "../pages.ts";
import { rowsOf } from "../table.ts";
import { example } from "../example.ts";
import type { Io } from "../io.ts";
import { readLines } from "../lines-option.ts";
import { findPlace } from "../places.ts";
import { asPerson } from "../as-person.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";
import { sayInstant } from "../times.ts";

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
Alone, it walks the whole journal and compares it with the tables and with every head that was signed and is kept here.
With --since, it begins at what was signed: that a trusted key signed it, that its entry is that very one, and that the
journal goes on from there to its end. A journal that was written anew, or set back, shows by that alone.
The exit status is 1 where something was changed, and the entry is named.

Examples:
  $ ./dev gatefold audit verify --as ada
  $ ./dev gatefold audit verify --since head.txt --key keys.json --as ada`;

const exportExamples = `
Examples:
  $ ./dev gatefold audit export --as ada > journal.jsonl
  $ ./dev gatefold audit export --acts --effect deny --from "3 March" --format csv --as ada > refused.csv`;

const checkpointExamples = `
Keep what it prints where whoever runs the database can't reach it. Heads are signed every hour as well.

Examples:
  $ ./dev gatefold audit checkpoint --as ada > head.txt
  $ ./dev gatefold audit signing-keys --as ada > keys.json`;

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
  registerVerify(audit, io);
  registerCheckpoints(audit, io);
  registerExport(audit, io);
  registerLooks(audit, io);
}

function registerLooks(audit: Command, io: Io): void {
  const command = audit
    .command("looks")
    .description("who looked where and how often, by the minute: thumbnails, lists, opens, pulls")
    .option("-n, --lines <NUMBER>", "how many", readLines, 20)
    .option("--on <PATH>", "at this place")
    .option("--by <NAME>", "by this person")
    .option("--from <TIME>", "from this moment on")
    .option("--until <TIME>", "before this moment")
    .addHelpText("after", example("audit looks --on Aurora/Summer --by bea --as ada"));
  withSession(command).action((options: SessionOptions & LooksOptions) =>
    asPerson(io, options, (session) => showLooks(io, session, options)),
  );
}

function registerExport(audit: Command, io: Io): void {
  const command = audit
    .command("export")
    .description("all of the journal, or with --acts of what was let out or refused, as lines; an act itself")
    .addOption(
      new Option("--format <FORMAT>", "JSON lines, or CSV").choices(["jsonl", "csv"]).default("jsonl"),
    )
    .option("--acts", "deliveries, removals, downloads and exports, allowed and refused")
    .option("--from <TIME>", "from this moment on")
    .option("--until <TIME>", "before this moment")
    .option("--person <NAME>", "by this person, or about them")
    .option("--by <NAME>", "by this person")
    .option("--about <NAME>", "about this person")
    .option("--place <PATH>", "at this place, or in it now")
    .option("--type <TYPE>", "what happened, e.g. grant.given")
    .option("--code <CODE>", "with --acts: why, e.g. NO_GRANT")
    .option("--effect <EFFECT>", "with --acts: allow or deny")
    .option("--after <NUMBER>", "go on after the line of this number")
    .addHelpText("after", exportExamples);
  withSession(command).action((options: SessionOptions & ExportOptions) =>
    asPerson(io, options, (session) => exportAudit(io, session, options)),
  );
}

function registerVerify(audit: Command, io: Io): void {
  const verify = audit
    .command("verify")
    .description("walk the journal: was anything changed, removed, put elsewhere or cut?")
    .option("--since <CHECKPOINT>", "what was signed before, a file or its text: begin there")
    .option("--quick", "with --since: only count what is before it, and walk from there")
    .option("--key <FILE>", "with --since: trust this public key alone to have signed it")
    .addHelpText("after", verifyExamples);
  withSession(verify).action((options: SessionOptions & VerifyOptions) =>
    asPerson(io, options, (session) => verifyJournal(io, session, options)),
  );
}

function registerCheckpoints(audit: Command, io: Io): void {
  const checkpoint = audit
    .command("checkpoint")
    .description("sign the journal's head now, and print it for keeping elsewhere")
    .option("--list", "those that were signed before, newest first, in place of a new one")
    .addHelpText("after", checkpointExamples);
  withSession(checkpoint).action((options: SessionOptions & { readonly list?: boolean }) =>
    asPerson(io, options, (session) =>
      options.list ? listCheckpoints(io, session, options) : signHead(io, session, options),
    ),
  );
  const keys = audit
    .command("signing-keys")
    .description("the public keys by which anybody can check a checkpoint, as a JSON Web Key Set")
    .addHelpText("after", example("audit signing-keys --as ada"));
  withSession(keys).action((options: SessionOptions) =>
    asPerson(io, options, async ({ api }) => io.print((await api.answer("signing-keys.list")).text)),
  );
}

async function signHead(io: Io, { api }: Session, { json }: SessionOptions): Promise<void> {
  const { value, text } = await api.answer("checkpoints.sign");
  if (json) return io.print(text);
  io.note(
    io.errorStyle.faint(`Entry ${value.seq} is the last one, signed ${sayInstant(Date.parse(value.at))}.`),
  );
  io.print(value.text);
}

async function listCheckpoints(io: Io, { api }: Session, { json }: SessionOptions): Promise<void> {
  const list = api.items("checkpoints.list");
  if (json) return io.print(await wholeList(list));
  const rows = (await allOf(list)).map(({ seq, at, hash }) => [
    String(seq),
    sayInstant(Date.parse(at)),
    hash.slice(0, 16),
  ]);
  for (const row of rowsOf(rows)) io.print(row);
}
