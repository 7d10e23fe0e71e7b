import type { Target } from "../target.ts";

/** A connector that is broken in one thing, and the one check that catches it. */
export interface Liar {
  readonly caughtBy: number;
  /** What it does wrong, to go on after "a connector that …". */
  readonly lie: string;
  /** Each call makes a new one, that remembers nothing. */
  target(): Target;
}
