import { round } from "./figures.ts";
import { isMet, type Report, type Target } from "./report.ts";

/** The report as people read it. */
export function printed(report: Report): string {
  const { title, columns, rows, targets, notes } = report;
  const parts = [title, aligned([columns, ...rows])];
  if (targets.length > 0) parts.push(aligned(targets.map(cells)));
  if (notes.length > 0) parts.push(notes.map((note) => `  ${note}`).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

/** A target's cells: what, measured, wanted, and whether it is met. */
export function cells(target: Target): string[] {
  const { what, measured, bound, limit, unit } = target;
  return [what, `${round(measured)}${unit}`, `${bound} ${limit}${unit}`, isMet(target) ? "met" : "NOT MET"];
}

/** Columns side by side; those whose cells begin with a digit stand to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const numeric = widths.map((_, at) => rows.slice(1).every((row) => /^(\d|-$|$)/.test(row[at] ?? "")));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (numeric[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join("\n");
}
