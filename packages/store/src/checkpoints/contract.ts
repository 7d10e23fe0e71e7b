import type { Millis } from "@gatefold/core";
import type { PublicSigningKey } from "../secrets/signing-key.ts";

/** What a signature says: at this moment the account's journal ended with this entry. */
export interface SignedHead {
  readonly account: string;
  readonly seq: number;
  readonly hash: string;
  readonly at: Millis;
}

export interface Checkpoint extends SignedHead {
  /** The key that signed it. */
  readonly kid: string;
  /** All of it, signed, for keeping elsewhere: a compact JWS (RFC 7515), one line. */
  readonly text: string;
}

/** Signed heads: what a journal must still hold later. The key is outside the database. */
export interface Checkpoints {
  /** The keys whose signatures are trusted, the one that signs now first. */
  readonly keys: readonly PublicSigningKey[];
  /**
   * Signs an account's head, or answers what it was signed with already; undefined where there is no journal. With
   * `unlessAfter`, answers the last one if it is younger than that: of several gateways, one signs. Throws
   * `JOURNAL_CHANGED` where the journal no longer holds what was signed last, `SIGNING_KEY_WRONG` where another key signed that.
   */
  sign(account: string, at: Millis, unlessAfter?: Millis): Promise<Checkpoint | undefined>;
  /** Newest first; `before` is the entry's number of the last one seen. */
  list(account: string, range: { before?: number; limit: number }): Promise<Checkpoint[]>;
  /** Accounts in whose journals something is new since what was signed last, unless that is younger than `after`. */
  due(after: Millis): Promise<string[]>;
}
