import type { AnswerOf } from "@gatefold/client";
import { CommandFailed, exit, usage } from "../exit.ts";
import type { Io } from "../io.ts";
import type { Session } from "../session.ts";
import { sayInstant, sayTime } from "../times.ts";
import { checkpointOf, readByKeys } from "./checkpoint-file.ts";

export interface VerifyOptions {
  readonly since?: string;
  readonly quick?: boolean;
  readonly key?: string;
  readonly json?: boolean;
}

type Whole = Extract<AnswerOf<"journal.verify">, { ok: true }>;

/** Was anything changed or cut? With a checkpoint from elsewhere: since it was signed. */
export async function verifyJournal(io: Io, { api }: Session, options: VerifyOptions): Promise<void> {
  const { quick = false, json } = options;
  if (options.since === undefined && (quick || options.key !== undefined)) {
    throw usage("--quick and --key go with --since.", "Without it, the whole journal is walked.");
  }
  const since = options.since === undefined ? undefined : await checkpointOf(io, options.since);
  const own = since && options.key !== undefined ? await readByKeys(io, since, options.key) : undefined;
  const query = since === undefined ? {} : ({ since, walk: quick ? "since" : "whole" } as const);
  const { value: verdict, text } = await api.answer("journal.verify", { query });
  if (!verdict.ok) io.leaveWith(exit.refused);
  if (verdict.ok && own && verdict.since?.hash !== own.head.hash) throw otherAnswer();
  if (json) return io.print(text);
  if (!verdict.ok) {
    io.print(io.style.bad(`The journal is not what it was: ${verdict.problem} at entry ${verdict.seq}.`));
    return io.print(`  ${verdict.message}`);
  }
  for (const line of proved(verdict)) io.print(line(io));
}

/** What was proved, in words: each way proves something else. */
function proved({ entries, head, walkedFrom, tables, since }: Whole): ((io: Io) => string)[] {
  const hash = ({ style, now }: Io) => style.faint(`  Head ${head.hash}, at ${sayTime(now())}`);
  const whole = ({ style }: Io) =>
    style.good(`The journal is whole: ${entries} entries, each as it was written, none cut.`);
  const seen =
    since &&
    (({ style }: Io) =>
      style.good(
        `It is the journal that was signed at entry ${since.seq}, ${sayInstant(Date.parse(since.at))}.`,
      ));
  if (tables) return [whole, ...(seen ? [seen] : []), hash];
  const ends = ({ style }: Io) =>
    style.good(
      `Entry ${since?.seq ?? walkedFrom} is the one that was signed; from ${walkedFrom} to ${entries}, each is as it was written.`,
    );
  return [
    ends,
    () =>
      "  What lies before was counted, and not looked at again; nor were the tables. Without --quick, all of it is.",
    hash,
  ];
}

const otherAnswer = () =>
  new CommandFailed(
    exit.refused,
    "OTHER_ANSWER",
    "The gateway answered for another checkpoint than this one.",
    ["Don't trust it: verify on the machine itself."],
  );
