import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Loaded, Memory, Ready } from "./gateway/messages.ts";
import { part, type Part } from "./gateway/part.ts";
import { wireOf } from "./gateway/wires.ts";
import { createWriter, type Writer } from "./gateway/writer.ts";
import { memoryText, round } from "./report/figures.ts";

/**
 * A gateway under mixed load for minutes: decisions, lists, pictures, and changes that are made and undone. Memory after a
 * collection must stand at the end where it stood once all was warm, and no answer may be a fault of ours.
 */
const usage = `./dev soak [--minutes 10]

  Asks one gateway for decisions, lists and pictures, and changes it all the while. Fails where memory at the end is more
  than 5 % above what it was at minute 3 (of a shorter run: at a third of it), or where anything was answered with a 5xx.
`;

const CONNECTIONS = 8;
const MOST_GROWTH = 1.05;

function minutesAsked(): number | string {
  try {
    const options = {
      minutes: { type: "string", default: "10" },
      help: { type: "boolean", short: "h" },
    } as const;
    const { values } = parseArgs({ options });
    if (values.help) return usage;
    const minutes = Number(values.minutes);
    return Number.isInteger(minutes) && minutes >= 3
      ? minutes
      : `--minutes takes a whole number from 3 on.\n\n${usage}`;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${usage}`;
  }
}

interface Minute {
  readonly answers: number;
  readonly faults: number;
  readonly p99: number;
  readonly memory: number;
}

const isContent = (name: string) => name.startsWith("small");

async function minuteOf(ours: Part, loader: Part, ready: Ready, writer: Writer): Promise<Minute> {
  const reads = ["decision", "decision", "me", "folder", "list", "small", "small thumbnail"];
  const load = (port: number, names: readonly string[], connections: number) => ({
    kind: "load",
    port,
    requests: names.map((name) => wireOf(ready, name, ready.body)),
    connections,
    ms: 30_000,
  });
  const writing = writer.run(60_000);
  const found: Loaded[] = [];
  for (const here of [reads.filter((name) => !isContent(name)), reads.filter(isContent)]) {
    const port = isContent(here[0] ?? "") ? ready.content : ready.api;
    found.push(await loader.ask<Loaded>(load(port, here, CONNECTIONS)));
  }
  const written = await writing;
  const statuses = [...found.flatMap((each) => Object.entries(each.statuses)), ...Object.entries(written)];
  const count = (keep: (status: string) => boolean) =>
    statuses.reduce((sum, [status, times]) => sum + (keep(status) ? times : 0), 0);
  const { bytes } = await ours.ask<Memory>({ kind: "memory" });
  return {
    answers: count(() => true),
    faults: count((status) => !/^[234]/.test(status)),
    p99: Math.max(...found.map(({ p99 }) => p99)),
    memory: bytes,
  };
}

async function soak(minutes: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "gatefold-soak-"));
  const loader = part("loader.ts");
  const ours = part("ours.ts", ["--expose-gc"]);
  try {
    const ready = await ours.ask<Ready>({ kind: "stage", folder, answer: null });
    const writer = createWriter(ready);
    const all: Minute[] = [];
    for (let minute = 1; minute <= minutes; minute += 1) {
      const found = await minuteOf(ours, loader, ready, writer);
      all.push(found);
      const { answers, faults, p99, memory } = found;
      process.stdout.write(
        `minute ${minute}: ${answers.toLocaleString("en")} answers, ${faults} of them 5xx, p99 ${round(p99)} ms, ${memoryText(memory)} in use\n`,
      );
    }
    return verdict(all);
  } finally {
    await Promise.all([loader.end(), ours.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

function verdict(all: readonly Minute[]): boolean {
  const warm = Math.min(3, Math.max(1, Math.floor(all.length / 3)));
  const before = all[warm - 1]?.memory ?? Number.NaN;
  const after = all.at(-1)?.memory ?? Number.NaN;
  const growth = after / before;
  const faults = all.reduce((sum, minute) => sum + minute.faults, 0);
  const stays = growth <= MOST_GROWTH;
  process.stdout.write(
    `\nmemory at minute ${all.length} is ${round(growth)}x that of minute ${warm}, at most ${MOST_GROWTH}x: ${stays ? "met" : "NOT MET"}\n` +
      `answers with 5xx: ${faults}, none wanted: ${faults === 0 ? "met" : "NOT MET"}\n`,
  );
  return stays && faults === 0;
}

const minutes = minutesAsked();
if (typeof minutes === "string") {
  const isHelp = minutes === usage;
  (isHelp ? process.stdout : process.stderr).write(minutes);
  process.exitCode = isHelp ? 0 : 2;
} else if (!(await soak(minutes))) process.exitCode = 1;
