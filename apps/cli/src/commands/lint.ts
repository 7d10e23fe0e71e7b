import type { Command } from "commander";
import { asPerson } from "../as-person.ts";
import { exit } from "../exit.ts";
import { findingLines, isFailing } from "../findings.ts";
import type { Io } from "../io.ts";
import { allOf } from "../pages.ts";
import { type Session, type SessionOptions, withSession } from "../session.ts";

interface LintOptions extends SessionOptions {
  readonly strict?: boolean;
}

const examples = `
What is told of grants, overrides and entries of roles can be taken away, and nobody is answered otherwise. The exit
status is 1 where there are errors, and with --strict where there are warnings. For a document: policy lint.

Examples:
  $ ./dev gatefold lint --as ada`;

export function registerLint(program: Command, io: Io): void {
  const command = program
    .command("lint")
    .description("what the account says without effect: dead grants, idle overrides and the like")
    .option("--strict", "warnings fail, too")
    .addHelpText("after", examples);
  withSession(command).action((options: LintOptions) =>
    asPerson(io, options, (session) => lint(io, session, options)),
  );
}

async function lint(io: Io, { api }: Session, { json, strict = false }: LintOptions): Promise<void> {
  const findings = await allOf(api.items("findings.list", { query: {} }));
  if (isFailing(findings, strict)) io.leaveWith(exit.refused);
  if (json) return io.print(JSON.stringify({ items: findings, next: null }));
  const told = findings.map((found) => Object.assign({ where: found.id }, found));
  for (const line of findingLines(io, told)) io.print(line);
}
