import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../measuring/machine.ts";
import type { Report } from "./report.ts";

/** What one run of a bench has found, as it is kept. */
export interface Results {
  readonly bench: string;
  readonly quick: boolean;
  readonly at: string;
  readonly machine: Machine;
  readonly reports: readonly Report[];
}

const folder = join(import.meta.dirname, "../results");

/** Keeps them in place of what the bench found before; answers the file. */
export function keep(results: Results): string {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(results.bench);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** Undefined where the bench has not been run here. */
export function kept(bench: string): Results | undefined {
  const file = fileOf(bench);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Results) : undefined;
}

function fileOf(bench: string): string {
  return join(folder, `${bench}.json`);
}
