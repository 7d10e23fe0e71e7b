import { Presets, SingleBar } from "cli-progress";
import type { Io } from "./io.ts";

/** Shows how far something is: a bar on a terminal, a line a step elsewhere. On standard error. */
export interface Progress {
  step(what: string, by?: number): void;
  done(): void;
}

export function createProgress(io: Io, label: string, total: number): Progress {
  if (!io.stderr.isTTY) return { step: (what) => io.note(`${label}: ${what}`), done: () => {} };
  const bar = new SingleBar(
    {
      stream: io.stderr,
      format: `${label} ${io.errorStyle.accent("{bar}")} {value}/{total} {what}`,
      barsize: 28,
      // A Ctrl-C in the middle must not leave a terminal without one.
      hideCursor: false,
      clearOnComplete: true,
      stopOnComplete: false,
      forceRedraw: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { what: "" });
  return { step: (what, by = 1) => bar.increment(by, { what: brief(what) }), done: () => bar.stop() };
}

const brief = (what: string) => (what.length > 36 ? `…${what.slice(-35)}` : what);
