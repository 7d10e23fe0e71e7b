import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** Where it was measured. */
export interface Machine {
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: number;
  /** Processes that wanted a core in the last minute, on average; 0 where the system doesn't say. */
  readonly load: number;
}

export function machine(): Machine {
  return {
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memory: totalmem(),
    load: loadavg()[0] ?? 0,
  };
}

/** What is wrong with measuring now; undefined where nothing is. */
export function disturbance({ load, cores }: Machine): string | undefined {
  if (load < cores / 2) return undefined;
  return (
    `The machine is busy: a load of ${load.toFixed(1)} on ${cores} cores. Times are too long; ratios hold better, ` +
    "since contenders take turns. Measure again when it is quiet."
  );
}
