import {
  type Explanation,
  explain,
  lint,
  namesFrom,
  type Policy,
  type PolicyCase,
  sentence,
} from "@gatefold/core";
import type { Command } from "commander";
import { exit } from "../exit.ts";
import type { OfflineIo } from "../offline.ts";
import { eachFile, failureLines, type Unreadable } from "./files.ts";
import { toldOf } from "./lint.ts";

const examples = `
Each of the document's "cases" is asked and compared with what it expects:

  $ ./dev gatefold policy test examples/library.policy.json
  $ ./dev gatefold policy test --json policies/*.yaml`;

export function registerPolicyTest(policy: Command, io: OfflineIo): void {
  policy
    .command("test")
    .description("run the cases of policy documents")
    .argument("<file...>", "policy documents, JSON or YAML")
    .option("--json", "for programs")
    .addHelpText("after", examples)
    .action(async (files: string[], options: { json?: true }) => {
      const reports: FileReport[] = await eachFile(io, files, tested);
      const passed = reports.every((report) => !("error" in report) && report.failed === 0);
      if (!passed) io.leaveWith(exit.refused);
      if (options.json === true) io.print(JSON.stringify({ passed, files: reports }, undefined, 2));
      else for (const report of reports) printReport(io, report);
    });
}

type FileReport = TestedFile | Unreadable;

interface TestedFile {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
  /** What can never have an effect. */
  readonly dead: readonly { readonly path: string; readonly message: string }[];
}

/** A case that did not come out as expected. `path`: where in the document, e.g. `cases[3]`. */
interface Failure {
  readonly path: string;
  readonly expected: { readonly effect: "allow" | "deny"; readonly code: string | null };
  readonly got: Explanation;
  readonly sentence: string;
}

function tested(file: string, policy: Policy): TestedFile {
  const failures = policy.cases.flatMap((each, index) => failureOf(policy, each, `cases[${index}]`) ?? []);
  const passed = policy.cases.length - failures.length;
  return { file, passed, failed: failures.length, failures, dead: deadIn(policy) };
}

function deadIn(policy: Policy): TestedFile["dead"] {
  const errors = lint(policy.state, policy.now).filter(({ severity }) => severity === "error");
  return errors.map((found) => ({ path: policy.pathOf(found), message: toldOf(policy, found).message }));
}

function failureOf(
  { state }: Policy,
  { query, expect, code }: PolicyCase,
  path: string,
): Failure | undefined {
  const got = explain(state, query);
  if (got.effect === expect && (code === null || got.code === code)) return undefined;
  return { path, expected: { effect: expect, code }, got, sentence: sentence(got, namesFrom(state)) };
}

function printReport(io: OfflineIo, report: FileReport): void {
  const { style } = io;
  io.print(style.strong(report.file));
  if ("error" in report) {
    for (const line of failureLines(io, report)) io.print(line);
    return;
  }
  for (const failure of report.failures) for (const line of linesOf(io, failure)) io.print(line);
  for (const { path, message } of report.dead) io.print(`  ${style.faint(`no effect: ${path}: ${message}`)}`);
  const { passed, failed } = report;
  if (passed + failed === 0) io.print('  no cases; write what must hold into "cases"');
  else io.print(`  ${(failed > 0 ? style.bad : style.good)(`${passed} passed, ${failed} failed`)}`);
}

function linesOf({ style }: OfflineIo, { path, expected, got, sentence: why }: Failure): string[] {
  const place = got.at === null ? "the account" : got.at;
  return [
    `  ${style.bad("✗")} ${path}: ${got.user}, ${got.permission} at ${place}, now ${got.now}`,
    `      expected ${expected.effect}${expected.code === null ? "" : ` ${expected.code}`}`,
    `      got      ${got.effect} ${got.code}`,
    `      because  ${why}`,
    ...(got.by.length > 0 ? [`      by       ${got.by.map(nameOf).join(", ")}`] : []),
    ...(got.missed.length > 0
      ? [`      missed   ${got.missed.map((miss) => `${nameOf(miss)} (${miss.cause})`).join(", ")}`]
      : []),
  ];
}

function nameOf(cause: Explanation["by"][number] | Explanation["missed"][number]): string {
  return "grant" in cause ? `grant ${cause.grant} of ${cause.role}` : `override ${cause.override}`;
}
