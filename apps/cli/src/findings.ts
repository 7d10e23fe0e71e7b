import type { Description, Finding, Severity } from "@gatefold/core";
import type { Io } from "./io.ts";

/** A finding as it is told: `where` is a path in a document, or a thing's id. */
export interface Told extends Description {
  readonly severity: Severity;
  readonly code: string;
  readonly where: string;
}

const order = ["error", "warning", "note"] as const satisfies readonly Severity[];

/** Grouped by how grave they are, each group under its number. */
export function findingLines({ style }: Pick<Io, "style">, findings: readonly Told[]): string[] {
  if (findings.length === 0) return [style.good("nothing without effect")];
  const linesOf = ({ where, message, code, advice }: Told) => [
    `  ${where === "" ? "" : `${style.accent(where)}: `}${message} ${style.faint(`[${code}]`)}`,
    `    ${style.faint(advice)}`,
  ];
  return order.flatMap((severity) => {
    const group = findings.filter((one) => one.severity === severity);
    if (group.length === 0) return [];
    const paint = severity === "error" ? style.bad : style.strong;
    return [paint(counted(group.length, severity))].concat(group.flatMap(linesOf));
  });
}

function counted(count: number, severity: Severity): string {
  return count === 1 ? `1 ${severity}` : `${count} ${severity}s`;
}

/** Do these fail a check? Errors do; with `strict` warnings, too. */
export function isFailing(findings: readonly Pick<Finding, "severity">[], strict: boolean): boolean {
  return findings.some(({ severity }) => severity === "error" || (strict && severity === "warning"));
}
