import { setTimeout } from "node:timers/promises";

/** How long a write waits for another's, in milliseconds, and how long between two tries at most. */
const PATIENCE_MS = 10_000;
const LONGEST_PAUSE_MS = 32;
/** SQLite's own wait, which stands the whole process still: long enough for most writes of another process. */
export const BLOCKING_MS = 5;

const SQLITE_BUSY = 5;

/**
 * Tries again while another writer is at work. In between, this process goes on: the other writer may be one of its
 * own stores. `mayRetry` says whether a failed try left nothing behind.
 */
export async function patiently<T>(attempt: () => T | Promise<T>, mayRetry: () => boolean): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || !mayRetry() || performance.now() > deadline) throw error;
    }
    await setTimeout(pause);
  }
}

/** The low byte of SQLite's result; the rest tells which kind of busy. */
function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    typeof error.errcode === "number" &&
    (error.errcode & 0xff) === SQLITE_BUSY
  );
}
