import type { Processor } from "./messages.ts";

/** User and system time of this process, all its threads together. */
export function processorTime(): Processor {
  const { user, system } = process.cpuUsage();
  return { kind: "processor", micros: user + system };
}
