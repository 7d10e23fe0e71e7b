import type { Change, Event, Millis, Principal, State } from "@gatefold/core";

/** An account's place in its journal. `seq` 0 with an empty hash: nothing yet. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** One event in the journal, its text restored (or null where it was erased). */
export interface Entry {
  readonly account: string;
  readonly seq: number;
  readonly at: Millis;
  /** Shared by the events of one append. */
  readonly change: string;
  readonly principal: Principal;
  readonly origin: Origin;
  readonly event: Event;
  /** SHA-256, lower-case hex, of the canonical JSON (RFC 8785) of this entry with `previous`. */
  readonly hash: string;
  readonly previous: string;
}

/** By which door a change came; `gatefold`: by none, the gateway kept the account's catalogue in step. */
export type Origin = "founding" | "api" | "cli" | "gatefold";

export interface Append {
  readonly account: string;
  /** The head these changes were planned on; another one is `HeadMoved`, and nothing is written. */
  readonly expected: Head;
  readonly at: Millis;
  readonly principal: Principal;
  readonly origin: Origin;
  readonly events: readonly Event[];
  /** What `planChanges` said they change: written to the current-state tables in the same transaction. */
  readonly changes: readonly Change[];
  /** Written, or taken away (null), in the same transaction. */
  readonly sealed?: { readonly connection: string; readonly secrets: Record<string, unknown> | null };
  readonly keySecret?: {
    readonly key: string;
    readonly hash: string | null;
    /** The hash that is there stays good beside the new one until then; left out: it ends at once. */
    readonly previousUntil?: Millis;
  };
}

export interface Journal {
  /** Every account's id. */
  accounts(): Promise<string[]>;
  head(account: string): Promise<Head>;
  /** The state as the tables hold it, and the head it stands at. */
  load(account: string): Promise<{ state: State; head: Head }>;
  append(append: Append): Promise<Head>;
  /** Entries after `after` in order, or before `before` newest first. */
  read(account: string, range: { after?: number; before?: number; limit: number }): Promise<Entry[]>;
  /** Walks the whole chain, folds it and compares with the tables. */
  verify(account: string): Promise<Verdict>;
}

export type Verdict =
  | { readonly ok: true; readonly entries: number; readonly head: Head }
  | {
      readonly ok: false;
      /** The entry at which it shows; for a table that differs, the head. */
      readonly seq: number;
      readonly problem: "changed" | "missing" | "reordered" | "cut" | "text-changed" | "state-differs";
      readonly message: string;
    };
