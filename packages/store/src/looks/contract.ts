import type { Millis } from "@gatefold/core";

/** How often, within a minute, somebody looked somewhere by a permission, with this outcome. */
export interface Look {
  readonly account: string;
  /** When the minute begins. */
  readonly minute: Millis;
  readonly user: string;
  readonly permission: string;
  readonly place: string;
  readonly code: string;
  readonly count: number;
}

export interface LookFilter {
  readonly user?: string | undefined;
  readonly place?: string | undefined;
  readonly permission?: string | undefined;
  readonly code?: string | undefined;
  /** Half-open, of the minutes' beginnings. */
  readonly from?: Millis | undefined;
  readonly until?: Millis | undefined;
}

/** Looks (thumbnails, lists, opens, pulls), counted: too many to be kept one by one. */
export interface Looks {
  /** Adds to what is counted; written by a thread of its own, over a connection of its own. */
  add(looks: readonly Look[]): Promise<void>;
  /** Newest minute first; `after` is the last one seen. */
  list(
    account: string,
    filter: LookFilter & {
      readonly after?: Omit<Look, "account" | "count"> | undefined;
      readonly limit: number;
    },
  ): Promise<Look[]>;
}
