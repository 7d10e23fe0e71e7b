import type { Millis, Principal, Query, State } from "@gatefold/core";
import type { Append, Origin } from "@gatefold/store";

/** Who asks, whole, and the id under which this one request is logged. */
export interface Caller {
  readonly principal: Principal;
  readonly origin: Origin;
  readonly requestId: string;
  /** Is what he showed at the door still good? Of a caller at the door alone; work that waits has the principal. */
  readonly isProved?: () => Promise<boolean>;
  /** Asked before a change is planned, each time on the state that it is planned on; throws why it is not to be made. */
  readonly precondition?: (view: View) => void;
  /** The hash of the preview that a change of his is committed by. */
  readonly preview?: string | undefined;
  /** The name he asks for a change under, claimed for him: whatever he changes is noted under it. */
  readonly claim?: Append["claim"];
}

/** What a caller's decisions are made on: the account as committed, and one clock reading. */
export interface View {
  readonly caller: Caller;
  /** Live: after an `await` it may stand at a later revision. */
  readonly state: State;
  readonly now: Millis;
}

/** A question of the caller about himself; `at` null: at the account. */
export type Question = Pick<Query, "permission" | "at"> & { readonly connection?: string | undefined };
