import type { Bench } from "./bench.ts";
import type { Target } from "./target.ts";

/** A check as it is written down. */
export interface Plan {
  readonly number: number;
  readonly name: string;
  readonly group: string;
  readonly skippable: boolean;
  /** The capability that it is about and that this connector does not declare, as a reason to skip it. */
  readonly absent?: (target: Target) => string | null;
  /** Throws `CheckFailed`; what it answers is a note to the pass. */
  run(bench: Bench): Promise<string | void>;
}
