import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { type BenchName, benches, isBench } from "./benches/benches.ts";
import { disturbance, machine } from "./measuring/machine.ts";
import { isMet, type Report } from "./report/report.ts";
import { printed } from "./report/table.ts";
import { type Size, sizes } from "./world/world.ts";

const usage = `./dev bench [NAME…] [--quick] [--size S|M|L]

${Object.entries(benches)
  .map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  .join("\n")}

  --quick        few and short rounds: for a look, not for a figure
  --size SIZE    one size alone, where a bench has several
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    size: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

const unknown = positionals.find((name) => !isBench(name));
const size = values.size?.toUpperCase();
if (values.help) {
  process.stdout.write(usage);
} else if (unknown !== undefined || (size !== undefined && !Object.hasOwn(sizes, size))) {
  process.stderr.write(`There is no ${unknown === undefined ? "size" : "bench"} of that name.\n\n${usage}`);
  process.exitCode = 2;
} else {
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  for (const name of names.filter(isBench)) await measure(name, size as Size | undefined);
}

/** Runs one bench, prints what it found as it comes, and keeps it in a file. */
async function measure(name: BenchName, only: Size | undefined): Promise<void> {
  const bench = benches[name];
  const before = machine();
  const reports: Report[] = [];
  const busy = disturbance(before);
  if (busy) process.stdout.write(`${busy}\n\n`);
  for (const each of only ? [only] : bench.sizes) {
    const report = await bench.run(each, values.quick ? "quick" : "full");
    reports.push(report);
    process.stdout.write(`${printed(report)}\n`);
  }
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  const found = reports.map(({ title, targets, notes, figures }) => ({
    title,
    targets: targets.map((target) => ({ ...target, met: isMet(target) })),
    notes,
    figures,
  }));
  const whole = { bench: name, quick: values.quick, at: new Date().toISOString(), machine: before, found };
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  const shown = relative(join(import.meta.dirname, "../.."), file);
  process.stdout.write(`  Kept in ${shown}${values.quick ? "; measured with --quick" : ""}.\n\n`);
}
