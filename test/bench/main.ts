import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { type BenchName, benches, isBench } from "./benches/benches.ts";
import { disturbance, machine } from "./measuring/machine.ts";
import { pageOf } from "./report/page.ts";
import type { Report } from "./report/report.ts";
import { keep, kept } from "./report/results.ts";
import { printed } from "./report/table.ts";
import { isSize, type Size } from "./world/world.ts";

const root = join(import.meta.dirname, "../..");

const usage = `./dev bench [NAME…] [--quick] [--size S|M|L|XL] [--page]

${Object.entries(benches)
  .map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  .join("\n")}

  --quick        few and short rounds: for a look, not for a figure
  --size SIZE    one size alone, where a bench has several
  --page         also write docs/benchmarks.md from what was found here last
`;

/** What the command line asks for; a sentence where it can't be done. */
function asked() {
  try {
    const options = {
      quick: { type: "boolean", default: false },
      size: { type: "string" },
      page: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const unknown = positionals.find((name) => !isBench(name));
    if (unknown !== undefined) return `There is no bench called "${unknown}".`;
    const size = values.size?.toUpperCase();
    if (size !== undefined && !isSize(size)) return `There is no size "${size}".`;
    const names = positionals.length > 0 ? positionals : Object.keys(benches);
    return { ...values, size, names: names.filter(isBench) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const command = asked();
if (typeof command === "string") {
  process.stderr.write(`${command}\n\n${usage}`);
  process.exitCode = 2;
} else if (command.help) {
  process.stdout.write(usage);
} else {
  for (const name of command.names) await measure(name, command.size, command.quick);
  if (command.page) {
    const found = Object.keys(benches).flatMap((name) => kept(name) ?? []);
    writeFileSync(join(root, "docs/benchmarks.md"), pageOf(found));
  }
}

/** Runs one bench, prints what it found as it comes, and keeps it in a file. */
async function measure(name: BenchName, only: Size | undefined, quick: boolean): Promise<void> {
  const bench = benches[name];
  const before = machine();
  const reports: Report[] = [];
  const busy = disturbance(before);
  if (busy) process.stdout.write(`${busy}\n\n`);
  for (const each of only ? [only] : bench.sizes) {
    const report = await bench.run(each, quick ? "quick" : "full");
    reports.push(report);
    process.stdout.write(`${printed(report)}\n`);
  }
  const file = keep({
    bench: name,
    quick,
    at: new Date().toISOString(),
    machine: before,
    reports,
  });
  const shown = relative(root, file);
  process.stdout.write(`  Kept in ${shown}${quick ? "; measured with --quick" : ""}.\n\n`);
}
