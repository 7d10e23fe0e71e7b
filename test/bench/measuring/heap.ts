import { memoryUsage, resourceUsage } from "node:process";

/** Bytes in use after all garbage is gone: on the heap, and of typed arrays beside it. */
export function bytesInUse(): number {
  if (!globalThis.gc)
    throw new Error("Memory can be measured only where the process was begun with --expose-gc.");
  // The second time collects what the first has let go.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = memoryUsage();
  return heapUsed + external;
}

/** The most memory the process has had, in bytes: all of it, as the system counts it. */
export function peakOfProcess(): number {
  return resourceUsage().maxRSS * 1024;
}
