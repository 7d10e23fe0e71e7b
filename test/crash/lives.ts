import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LifeSettings } from "./gateway.ts";
import { isPoint, type PointName } from "./points.ts";
import { bundle, type Change } from "./program.ts";

/** One process of a gateway, from its start to its death. */
export interface Life {
  /** Where it listens; undefined where it died before it did. */
  readonly ready: Promise<string | undefined>;
  /** Where it said it would die; undefined where it was killed from outside. Throws where it ended in another way. */
  readonly ended: Promise<PointName | undefined>;
  readonly isOver: () => boolean;
  /** Once nothing is left in the queue that could be done now, or the process is over. */
  idle(): Promise<void>;
  /** `kill -9`, and waits until the process is gone. */
  kill(): Promise<void>;
}

export interface Lives {
  readonly begin: (settings: LifeSettings) => Life;
  /** Ends what waits for its life. */
  end(): void;
}

/** Gives lives: of the program in one file, whose next process is loaded while the one before still lives. */
export async function createLives(folder: string, change?: Change): Promise<Lives> {
  const entry = fileURLToPath(import.meta.resolve("./gateway.ts"));
  const program = await bundle(entry, join(folder, "gateway.mjs"), change);
  // Nobody lives long enough for its young objects to be collected.
  const flags = ["--min-semi-space-size=32", "--max-semi-space-size=64"];
  const env = { NODE_COMPILE_CACHE: join(folder, "compiled") };
  // What the compiler found out is kept at an orderly end alone, and none of the others comes to one.
  await once(spawn(execPath, [...flags, program], { env, stdio: "inherit" }), "exit");
  const load = () =>
    spawn(execPath, [...flags, program, "wait"], { env, stdio: ["pipe", "pipe", "inherit"] });
  let next = load();
  return {
    begin(settings) {
      const process = next;
      next = load();
      process.stdin.write(`${JSON.stringify(settings)}\n`);
      return lifeOf(process, process.stdout);
    },
    end: () => void next.kill("SIGKILL"),
  };
}

function lifeOf(process: ChildProcess, output: NodeJS.ReadableStream): Life {
  const ready = Promise.withResolvers<string | undefined>();
  let died: string | undefined;
  let isIdle = false;
  let onIdle: (() => void) | undefined;
  createInterface({ input: output }).on("line", (line) => {
    const [word, ...rest] = line.split(" ");
    if (word === "ready") ready.resolve(rest[0]);
    if (word === "dead") died = rest.join(" ");
    if (word === "idle" || word === "busy") isIdle = word === "idle";
    if (isIdle) onIdle?.();
  });
  const closed = Promise.withResolvers<void>();
  process.once("close", () => {
    ready.resolve(undefined);
    onIdle?.();
    closed.resolve();
  });
  const isOver = () => process.exitCode !== null || process.signalCode !== null;
  const ended = closed.promise.then(() => {
    if (process.signalCode !== "SIGKILL") throw new Error(`A gateway ended by itself (${process.exitCode}).`);
    return died !== undefined && isPoint(died) ? died : undefined;
  });
  ended.catch(() => {});
  return {
    ready: ready.promise,
    ended,
    isOver,
    idle: () =>
      new Promise((resolve) => {
        onIdle = resolve;
        if (isIdle || isOver()) resolve();
      }),
    async kill() {
      process.kill("SIGKILL");
      await closed.promise;
    },
  };
}
