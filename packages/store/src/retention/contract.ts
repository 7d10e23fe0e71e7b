import type { Millis } from "@gatefold/core";

/** What is to be let go: all before these moments; null: nothing, ever. The journal itself is kept always. */
export interface Cutoffs {
  readonly acts: Millis | null;
  readonly looks: Millis | null;
  /** Of deliveries that came to an end: the sentence of why, and where a platform had what it no longer has. */
  readonly deliveryDetails: Millis | null;
}

/** How many of each were let go. */
export interface LetGo {
  readonly acts: number;
  readonly looks: number;
  readonly deliveries: number;
}

export interface Retention {
  /** Undefined, and nothing done, where it was done later than `unlessAfter`: of several gateways, one does it. */
  sweep(now: Millis, unlessAfter: Millis, before: Cutoffs): Promise<LetGo | undefined>;
}
