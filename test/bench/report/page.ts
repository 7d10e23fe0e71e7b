import { cells } from "./table.ts";
import type { Machine } from "../measuring/machine.ts";
import type { Report } from "./report.ts";
import type { Results } from "./results.ts";

/** The page of the documentation that says what was measured. Made by `./dev bench --page`. */
export function pageOf(results: readonly Results[]): string {
  return `${[opening, ...results.map(sectionOf)].join("\n\n")}\n`;
}

const opening = `# How fast it is

What the engine and the gateway take, measured by \`./dev bench\` on a seeded world that anybody can make again: folders in a tree up to
eight deep, users with one to four roles, roles with about 20 of 64 permissions on one to ten subtrees, and a tenth of the users with one to five
overrides. Half of the queries are allowed. \`./dev bench --help\` lists the benches; this page is written by \`./dev bench --page\`.
In \`gateway\`, load comes from a second process over loopback, and each route takes turns with its peer; keys, log and acts are on in ours.

In \`decide\` all contenders answer the same 10,000 queries, and whoever gives one wrong answer is not timed. Each has a process of its own; they
take turns in short stints, and a ratio is the median of the rounds' ratios. *With ids*: asked with strings from outside. *With handles*: asked with what the
contender itself finds things by, ready in hand. Each is in its best form, with one cached ability, enforcer, policy set or role a user and folders that carry their path;
what that path costs when a subtree moves is not charged. *casl* has the folders' ids in its conditions, as its guide has it; *casl, numbered* has numbers that the
application keeps. The *bare index* is the structure that the engine began with, without any feature: each folder up to the root is visited, and there are no gates,
times, needs, restrictions, groups, assets or causes; the engine has come to pass over folders that matter to nobody. Ids are the same strings in every round,
as a program has them that keeps them; made anew for each question, they cost the engine about a tenth more than a Map. [Why it is measured so](decisions/benchmarks-beside-others.md).`;

function sectionOf({ bench, quick, at, machine, reports }: Results): string {
  const when = `Measured on ${at.slice(0, 10)}${quick ? ", in a short run," : ""} on ${machineText(machine)}.`;
  return [`## ${bench}`, when, ...reports.map(reportText)].join("\n\n");
}

function machineText({ node, system, cores, memory, load }: Machine): string {
  const room = Math.round(memory / 2 ** 30);
  return `a machine with ${cores} cores and ${room} GB (${system}, Node.js ${node}), under a load of ${load.toFixed(1)}`;
}

function reportText({ title, columns, rows, targets, notes }: Report): string {
  const parts = [`### ${title}`, tableText(columns, rows)];
  if (targets.length > 0) parts.push(tableText(["target", "measured", "wanted", ""], targets.map(cells)));
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join("\n"));
  return parts.join("\n\n");
}

function tableText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((name, at) =>
    Math.max(3, name.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, at) => (row[at] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(columns), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
