import type { Checkpoint } from "../checkpoints/contract.ts";
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

/** A person whose texts are to be emptied: in all entries about them before these, and their keys' secrets. */
export interface Erasure {
  readonly user: string;
  readonly keys: readonly string[];
}

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
  /** Done in the same transaction. What is left on the disk goes with `Store.scrub`. */
  readonly erasure?: Erasure;
  readonly keySecret?: {
    readonly key: string;
    readonly hash: string | null;
    /** The hash that is there stays good beside the new one until then; left out: it ends at once. */
    readonly previousUntil?: Millis;
  };
  /**
   * The name it is asked for under, and the end of that name's claim: noted as done in the same transaction. Where the claim
   * is no longer held, `CLAIM_LOST`, and nothing is written.
   */
  readonly claim?: AnswerName & { readonly until: Millis };
}

/** The name that a caller gave a write, his own: two credentials may use the same one. */
export interface AnswerName {
  readonly account: string;
  readonly credential: string;
  readonly name: string;
}

/** All of it must be so; what is left out says nothing. */
export interface EntryFilter {
  readonly by?: string | undefined;
  /** A user or group that the event is about, a grant's end being about whose it was. */
  readonly about?: string | undefined;
  /** Either of both. */
  readonly person?: string | undefined;
  /** At least one of them. */
  readonly places?: readonly string[] | undefined;
  readonly type?: string | undefined;
  /** Half-open: from this moment on, and before that one. */
  readonly from?: Millis | undefined;
  readonly until?: Millis | undefined;
}

export interface Journal {
  /** Every account's id. */
  accounts(): Promise<string[]>;
  head(account: string): Promise<Head>;
  /** The state as the tables hold it, and the head it stands at. */
  load(account: string): Promise<{ state: State; head: Head }>;
  append(append: Append): Promise<Head>;
  /** Entries after `after` in order, or before `before` newest first; those that the filter leaves. */
  read(
    account: string,
    range: { after?: number; before?: number; limit: number; filter?: EntryFilter },
  ): Promise<Entry[]>;
  /**
   * Walks the whole chain, folds it, and compares with the tables and with every head that was signed. With `since`, a
   * checkpoint's text from outside: that a trusted key signed it, that its entry is the one signed, and that the chain goes
   * on from there to the head; what is before is counted and, unless `whole`, not walked.
   */
  verify(account: string, since?: { readonly text: string; readonly whole: boolean }): Promise<Verdict>;
}

export type Verdict =
  | {
      readonly ok: true;
      readonly entries: number;
      readonly head: Head;
      /** The first entry whose content was held against its hash; those before were counted. */
      readonly walkedFrom: number;
      /** Were the tables compared with what the whole journal makes of them? */
      readonly tables: boolean;
      /** How many signed heads, all kept here, the journal was held against. */
      readonly signatures: number;
      /** What was signed in the checkpoint that was asked with. */
      readonly since: Omit<Checkpoint, "text"> | null;
    }
  | {
      readonly ok: false;
      /** The entry at which it shows; for a table that differs, the head. */
      readonly seq: number;
      readonly problem:
        | "changed"
        | "missing"
        | "reordered"
        | "cut"
        | "text-changed"
        | "state-differs"
        | "not-signed"
        | "other-account";
      readonly message: string;
    };
