import { setTimeout } from "node:timers/promises";
import type { Io } from "../io.ts";

/** Numbered rows of which there are ever more. */
export interface Log<Row extends { readonly seq: number }> {
  /** So many of the newest, newest first, as the API gives them. */
  latest(count: number): Promise<readonly Row[]>;
  /** Those after this number, in order. */
  after(seq: number): Promise<readonly Row[]>;
  line(row: Row): Promise<string>;
}

export interface TailSettings {
  readonly lines: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

const EVERY_MS = 1_000;

/** The latest rows, oldest first, and with `follow` those that come, until Ctrl-C. */
export async function tail<Row extends { readonly seq: number }>(
  io: Io,
  log: Log<Row>,
  { lines, follow = false, json = false }: TailSettings,
) {
  const latest = await log.latest(lines);
  if (json && !follow) return io.print(JSON.stringify({ items: latest, next: null }));
  const show = async (row: Row) => io.print(json ? JSON.stringify(row) : await log.line(row));
  for (const row of latest.toReversed()) await show(row);
  if (latest.length === 0) io.note("Nothing yet.");
  if (!follow) return;
  let last = latest[0]?.seq ?? 0;
  const stop = untilInterrupted();
  while (await stop.pause(EVERY_MS)) {
    for (const row of await log.after(last)) {
      await show(row);
      last = row.seq;
    }
  }
}

function untilInterrupted() {
  const stopped = new AbortController();
  process.once("SIGINT", () => stopped.abort());
  return {
    /** Whether to go on, after so many milliseconds. */
    pause: (ms: number): Promise<boolean> =>
      setTimeout(ms, true, { signal: stopped.signal }).catch((error: unknown) => {
        if (stopped.signal.aborted) return false;
        throw error;
      }),
  };
}
