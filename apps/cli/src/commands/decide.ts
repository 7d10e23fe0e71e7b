import { once } from "node:events";
import { type Policy, PolicyError, decide, explain, parseQuery } from "@gatefold/core";
import type { Command } from "commander";
import { exit } from "../exit.ts";
import { batchesOfLines, type Line, tooLong } from "../lines.ts";
import type { OfflineIo } from "../offline.ts";
import { readPolicy } from "../policy-file.ts";

const examples = `
Queries are read from standard input, one a line, as JSON; one decision a line comes out, in order:

  $ echo '{"user":"bea","permission":"asset.edit","at":"raw"}' |
      ./dev gatefold decide --policy examples/library.policy.json
  {"effect":"allow","code":"ROLE","revision":0}

A query names "user" and "permission", and perhaps "at" (a folder or an asset; else the account), "now" (milliseconds;
else the document's) and "connection". A line that is no query answers {"error":{"code","message"}}; the run goes on,
and its exit status is 1.`;

export function registerDecide(program: Command, io: OfflineIo): void {
  program
    .command("decide")
    .description("answer queries by a policy document, without gateway or account")
    .requiredOption("--policy <file>", "the policy document, JSON or YAML")
    .option("--explain", "with all causes, near misses and the smallest fix")
    .addHelpText("after", examples)
    .action(async (options: { policy: string; explain?: true }) => {
      const policy = await readPolicy(io, options.policy);
      await answerAll(io, policy, options.explain === true ? explain : decide);
    });
}

/** Batch by batch, so that a million lines are never held, and someone who types sees each answer at once. */
async function answerAll(io: OfflineIo, policy: Policy, answer: typeof decide): Promise<void> {
  for await (const lines of batchesOfLines(io.stdin)) {
    const answers = lines.map((line) => answerLine(policy, answer, line));
    if (answers.some((answered) => "error" in answered)) io.leaveWith(exit.refused);
    const text = answers.map((answered) => `${JSON.stringify(answered)}\n`).join("");
    if (!io.stdout.write(text)) await once(io.stdout, "drain");
  }
}

type Answer =
  | ReturnType<typeof decide>
  | { readonly error: { readonly code: string; readonly message: string } };

function answerLine({ state, now }: Policy, answer: typeof decide, line: Line): Answer {
  if (line === tooLong) return failed("TOO_LONG", "This line is too long for a query.");
  try {
    return answer(state, parseQuery(JSON.parse(line), now));
  } catch (error) {
    if (error instanceof PolicyError) return failed(error.code, error.message);
    if (error instanceof SyntaxError)
      return failed("INVALID_JSON", "This line is not JSON; write one query a line.");
    // Here a line fails closed: no answer is never an allow, and one line must not keep the others from theirs.
    return failed("UNEXPECTED", "This query can't be answered; it should not have happened.");
  }
}

function failed(code: string, message: string): Answer {
  return { error: { code, message } };
}
