import type { Watch } from "@gatefold/store";
import type { Io } from "../io.ts";
import { createProgress, type Progress } from "../progress.ts";

/** Shows work on a whole database: a bar on a terminal, elsewhere one line a stage, however many rows there are. */
export function watched(io: Io, stages: readonly string[]): Watch & { done(): void } {
  let bar: Progress | undefined;
  let stage = 0;
  return {
    begin(what, total) {
      bar?.done();
      const label = `${stages[stage] ?? "Going on"}, ${what}`;
      stage += 1;
      if (io.stderr.isTTY) bar = createProgress(io, label, total);
      else io.note(`${label}: ${total}`);
    },
    step: (by, name) => bar?.step(name, by),
    done: () => bar?.done(),
  };
}
