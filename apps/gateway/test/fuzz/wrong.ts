import type { Ids } from "./arrangements.ts";
import type { Entry } from "./entries.ts";
import type { Judge } from "./judge.ts";
import type { Raw } from "./wire.ts";

/** What no request may be, made from one that would be done. */
export interface Wrong {
  /** Which way it is wrong, for a failure to name. */
  readonly what: string;
  readonly raw: Raw;
  /** It comes to this operation, which must name the code that it refuses with. */
  readonly own: boolean;
  /** Nothing would change, so that it may be let pass. */
  readonly mayPass?: true;
}

export interface Stage {
  readonly entry: Entry;
  readonly judge: Judge;
  /** Tokens that open nothing, by why. */
  readonly deadTokens: Readonly<Record<string, string>>;
  /** Ids that are another account's, by kind. */
  readonly foreign: Ids;
  /** A token of who may use the API and see nothing. */
  readonly stranger: string;
}
