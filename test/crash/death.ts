import { writeSync } from "node:fs";
import { pid } from "node:process";
import { Worker } from "node:worker_threads";
import type { PointName } from "./points.ts";

/** Where this process is to die: at the n-th time that it comes by the point. */
export interface Sentence {
  readonly point: PointName;
  readonly time: number;
  /** Within a call that holds the only thread, so many microseconds after it began. */
  readonly within: number;
}

export interface Death {
  /** Kills this process, `kill -9`, where this is its point and its time. */
  readonly reach: (point: PointName) => void;
  /** The same somewhere within this call, which nothing of this thread can interrupt: by another thread. */
  readonly during: <Result>(point: PointName, call: () => Result) => Result;
}

/** Whatever the process says on its standard output has left it, for the line is written before the next instruction. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Never dies by itself without a sentence. */
export async function createDeath(sentence: Sentence | null): Promise<Death> {
  let left = sentence?.time ?? 0;
  const isNow = (point: PointName) => {
    if (point !== sentence?.point) return false;
    left -= 1;
    return left === 0;
  };
  const assassin = sentence && IN_A_CALL.has(sentence.point) ? await createAssassin(sentence) : undefined;
  return {
    reach(point) {
      if (!isNow(point)) return;
      say(`dead ${point}`);
      process.kill(pid, "SIGKILL");
    },
    during(point, call) {
      if (isNow(point)) assassin?.strike();
      return call();
    },
  };
}

const IN_A_CALL: ReadonlySet<PointName> = new Set<PointName>([
  "change: at its commit",
  "checkpoint: in it",
  "delivery: at its reservation's commit",
  "delivery: at its act's commit",
]);

/** Waits for the sign, then for the moment, without a pause that the system could make longer. */
const ASSASSIN = `
  const { writeSync } = require("node:fs");
  const { parentPort, workerData: { sign, pid, point, within } } = require("node:worker_threads");
  parentPort.postMessage("ready");
  Atomics.wait(sign, 0, 0);
  const until = performance.now() + within / 1000;
  while (performance.now() < until);
  writeSync(1, "dead " + point + "\\n");
  process.kill(pid, "SIGKILL");`;

async function createAssassin({ point, within }: Sentence): Promise<{ strike(): void }> {
  const sign = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(ASSASSIN, { eval: true, workerData: { sign, pid, point, within } });
  await new Promise((resolve) => worker.once("message", resolve));
  worker.unref();
  return {
    strike() {
      Atomics.store(sign, 0, 1);
      Atomics.notify(sign, 0);
    },
  };
}
