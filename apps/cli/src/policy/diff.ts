import {
  changesBetween,
  type Diff,
  diffOf,
  diffSentence,
  DiffTooLarge,
  namesFrom,
  type State,
} from "@gatefold/core";
import type { Command } from "commander";
import { CommandFailed, exit } from "../exit.ts";
import type { OfflineIo } from "../offline.ts";
import { readPolicy } from "../policy-file.ts";

const examples = `
Compares two documents and says who gains and who loses between them: every user, permission, place and moment from
the second one's "now" on. Names, reasons and the like may differ as they please.

  $ ./dev gatefold policy diff before.policy.json after.policy.json
  $ git show main:studio.policy.yaml > /tmp/main.yaml && ./dev gatefold policy diff /tmp/main.yaml studio.policy.yaml

With --exit-code the exit status is 1 where anybody gains or loses anything.`;

export function registerPolicyDiff(policy: Command, io: OfflineIo): void {
  policy
    .command("diff")
    .description("who gains and who loses from one policy document to another")
    .argument("<before>", "a policy document, JSON or YAML")
    .argument("<after>", "the one that would take its place")
    .option("--exit-code", "status 1 where anybody gains or loses")
    .option("--json", "for programs")
    .addHelpText("after", examples)
    .action(async (before: string, after: string, { exitCode = false, json = false }: DiffOptions) => {
      const [old, young] = [await readPolicy(io, before), await readPolicy(io, after)];
      const diff = diffed(old.state, young.state, young.now);
      if (exitCode && diff.rows.length > 0) io.leaveWith(exit.refused);
      if (json) return io.print(JSON.stringify(diff, undefined, 2));
      for (const line of linesOf(diff, old.state, young.state)) io.print(line);
    });
}

interface DiffOptions {
  readonly exitCode?: boolean;
  readonly json?: boolean;
}

function diffed(before: State, after: State, now: number): Diff {
  try {
    return diffOf(before, changesBetween(before, after), now);
  } catch (error) {
    if (!(error instanceof DiffTooLarge)) throw error;
    throw new CommandFailed(exit.refused, error.code, error.message, [], { cause: error });
  }
}

/** Where a thing is in one document alone, that one knows its name. */
function linesOf(diff: Diff, before: State, after: State): string[] {
  if (diff.rows.length === 0) return ["Nobody gains or loses anything."];
  const [old, young] = [namesFrom(before), namesFrom(after)];
  const marks = new Map([
    ...diff.created.map((id) => [id, " (new)"] as const),
    ...diff.deleted.map((id) => [id, " (gone)"] as const),
  ]);
  const names: typeof old = (kind, id) => {
    const name = (young(kind, id) === id ? old : young)(kind, id);
    return kind === "place" ? `${name}${marks.get(id) ?? ""}` : name;
  };
  const words = { names, now: diff.now, time: (moment: number) => new Date(moment).toISOString() };
  return diff.rows.map((row) => diffSentence(row, words));
}
