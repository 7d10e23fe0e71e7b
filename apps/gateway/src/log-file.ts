import { openSync, writeSync } from "node:fs";

/** What a log's lines are handed to, as pino does it. */
export interface LogFile {
  write(line: string): void;
  /** Writes what waits, and from then on each line at once. */
  close(): void;
}

/** How long a line waits for others, in milliseconds, and how much text waits at most before it is written. */
const WAIT_MS = 100;
const MOST_WAITING = 32_000;
/** A reader of a pipe who is behind finds no more than this of what came meanwhile. */
const MOST_KEPT = 1_000_000;

/**
 * Gathers lines and writes them in one go, since a call to the system for each would be a good part of what a request takes.
 * What waits is written at the process's own end too, whatever ends it. What the disk does not take is lost: nobody waits
 * for a log. `to`: a file, made where there is none, or what is open already.
 */
export function createLogFile(to: { readonly path: string; readonly mode: number } | number): LogFile {
  const file = typeof to === "number" ? to : openSync(to.path, "a", to.mode);
  let waiting = "";
  let left = Buffer.alloc(0);
  let isTorn = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    // A line of which a part was lost ends here, so that the next one can be read.
    let bytes = Buffer.concat([left, Buffer.from(isTorn && left.length === 0 ? `\n${waiting}` : waiting)]);
    waiting = "";
    left = Buffer.alloc(0);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
      isTorn = false;
    } catch (error) {
      const isBehind = error instanceof Error && "code" in error && error.code === "EAGAIN";
      if (isBehind && bytes.length <= MOST_KEPT) left = bytes;
      else isTorn = true;
    }
  }

  process.on("exit", flush);
  return {
    write(line) {
      waiting += line;
      if (isClosed || waiting.length >= MOST_WAITING) flush();
      else timer ??= setTimeout(flush, WAIT_MS).unref();
    },
    close() {
      isClosed = true;
      process.off("exit", flush);
      flush();
    },
  };
}
