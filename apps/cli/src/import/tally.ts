import type { Outcome } from "./folder.ts";

/** What became of the files; those that did not come in are named. */
export interface Tally {
  readonly imported: number;
  readonly present: number;
  readonly skipped: readonly { readonly path: string; readonly message: string }[];
  readonly failed: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

export interface GrowingTally extends Tally {
  add(path: string, outcome: Outcome): void;
}

export function createTally(): GrowingTally {
  const counts = { imported: 0, present: 0 };
  const skipped: Tally["skipped"][number][] = [];
  const failed: Tally["failed"][number][] = [];
  return {
    get imported() {
      return counts.imported;
    },
    get present() {
      return counts.present;
    },
    skipped,
    failed,
    add(path, outcome) {
      if (outcome.kind === "skipped") skipped.push({ path, message: outcome.message });
      else if (outcome.kind === "failed") failed.push({ path, code: outcome.code, message: outcome.message });
      else counts[outcome.kind] += 1;
    },
  };
}
