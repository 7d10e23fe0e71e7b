import { describeFinding, type Finding, lint, namesFrom, type Policy } from "@gatefold/core";
import type { Command } from "commander";
import { exit } from "../exit.ts";
import { findingLines, isFailing, type Told } from "../findings.ts";
import type { OfflineIo } from "../offline.ts";
import { eachFile, failureLines } from "./files.ts";

const examples = `
Tells what a document says without effect: dead and redundant grants, entries of roles that nothing can come of,
overrides that change nothing; and, as notes, what nobody holds, reaches or can use. What is told of grants,
overrides and entries of roles can be taken away, and nobody is answered otherwise.

The exit status is 1 where there are errors, and with --strict where there are warnings.

  $ ./dev gatefold policy lint examples/library.policy.json
  $ ./dev gatefold policy lint --strict --json policies/*.yaml`;

export function registerPolicyLint(policy: Command, io: OfflineIo): void {
  policy
    .command("lint")
    .description("what policy documents say without effect")
    .argument("<file...>", "policy documents, JSON or YAML")
    .option("--strict", "warnings fail, too")
    .option("--json", "for programs")
    .addHelpText("after", examples)
    .action(async (files: string[], { strict = false, json = false }: LintOptions) => {
      const reports = await eachFile(io, files, linted);
      const passed = reports.every((report) => !("error" in report) && !isFailing(report.findings, strict));
      if (!passed) io.leaveWith(exit.refused);
      if (json) return io.print(JSON.stringify({ passed, files: reports }, undefined, 2));
      for (const report of reports) {
        io.print(io.style.strong(report.file));
        const lines = "error" in report ? failureLines(io, report) : linesOf(io, report);
        for (const line of lines) io.print(line);
      }
    });
}

interface LintOptions {
  readonly strict?: boolean;
  readonly json?: boolean;
}

interface LintedFile {
  readonly file: string;
  readonly findings: readonly (Finding & {
    readonly path: string;
    readonly message: string;
    readonly advice: string;
  })[];
}

function linted(file: string, policy: Policy): LintedFile {
  const findings = lint(policy.state, policy.now).map((found) => {
    const { where: path, message, advice } = toldOf(policy, found);
    return Object.assign({ path, message, advice }, found);
  });
  return { file, findings };
}

function linesOf(io: OfflineIo, { findings }: LintedFile): string[] {
  const told = findings.map((found) => Object.assign({ where: found.path }, found));
  return findingLines(io, told).map((line) => `  ${line}`);
}

/** A finding as people read it, with its path in the document. */
export function toldOf({ state, pathOf }: Policy, found: Finding): Told {
  return { ...found, ...describeFinding(state, found, namesFrom(state)), where: pathOf(found) };
}
