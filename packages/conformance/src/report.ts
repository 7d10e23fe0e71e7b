import { openBench } from "./bench.ts";
import { connectorChecks } from "./checks.ts";
import type { Target } from "./target.ts";
import { sentenceOf } from "./verdicts.ts";
import type { Result } from "./verdicts.ts";

/** What became of the thirty checks of one connector. */
export interface Report {
  readonly connector: string;
  readonly checks: readonly { readonly number: number; readonly name: string; readonly result: Result }[];
}

/** Makes all checks, one after the other, against one fake; a connector that can't be hosted fails each of them. */
export const runConformance = async (target: Target): Promise<Report> => {
  const bench = await openBench(target);
  try {
    const checks: Report["checks"][number][] = [];
    for (const check of connectorChecks(target)) {
      checks.push({ number: check.number, name: check.name, result: await check.run(bench) });
    }
    return { connector: target.connector.meta.id, checks };
  } finally {
    await bench.close();
  }
};

const MARKS = { pass: "pass", skip: "skip", fail: "FAIL" } as const;

/** A line a check and a column a connector; below it every skip with its reason, and every failure with what to do. */
export const reportTable = (reports: readonly Report[]): string => {
  const checks = reports[0]?.checks ?? [];
  const width = Math.max(...checks.map(({ name }) => name.length + 4), 0);
  const head = " ".repeat(width) + reports.map(({ connector }) => `  ${connector.padEnd(4)}`).join("");
  const lines = checks.map(({ number, name }, place) => {
    const label = `${String(number).padStart(2)}  ${name}`.padEnd(width);
    const marks = reports.map((report) => {
      const result = report.checks[place]?.result;
      return `  ${(result ? MARKS[result.outcome] : "").padEnd(Math.max(report.connector.length, 4))}`;
    });
    return (label + marks.join("")).trimEnd();
  });
  return [head.trimEnd(), ...lines, ...notesOf(reports)].join("\n");
};

const notesOf = (reports: readonly Report[]): string[] =>
  reports.flatMap(({ connector, checks }) =>
    checks.flatMap(({ number, result }) => {
      if (result.outcome === "pass")
        return result.note === null ? [] : [`${connector} ${number}: ${result.note}`];
      if (result.outcome === "skip") return [`${connector} ${number} skipped: ${result.reason}`];
      return [`${connector} ${number} FAILED\n${sentenceOf(result)}`];
    }),
  );
