import type { Millis, Principal } from "@gatefold/core";
import type { Checkpoints } from "./checkpoints/contract.ts";
import type { AnswerName, Journal } from "./journal/contract.ts";
import type { Retention } from "./retention/contract.ts";
import type { Looks } from "./looks/contract.ts";
import type { Places } from "./places/contract.ts";
import type { Deliveries, DeliveryJobs, FetchLinks, Queue } from "./work/contract.ts";
import type { Survey } from "./survey/contract.ts";

export * from "./checkpoints/contract.ts";
export * from "./journal/contract.ts";
export * from "./looks/contract.ts";
export * from "./retention/contract.ts";
export * from "./places/contract.ts";
export * from "./work/contract.ts";
export * from "./survey/contract.ts";

/** What the gateway keeps. SQLite behind it by default; a second database must pass the same shared suite. */
export interface Store {
  readonly journal: Journal;
  readonly checkpoints: Checkpoints;
  readonly looks: Looks;
  readonly retention: Retention;
  readonly places: Places;
  readonly deliveries: Deliveries;
  readonly deliveryJobs: DeliveryJobs;
  readonly links: FetchLinks;
  readonly queue: Queue;
  readonly acts: Acts;
  readonly answers: KeptAnswers;
  readonly secrets: SealedSecrets;
  readonly keySecrets: KeySecrets;
  readonly survey: Survey;
  /**
   * Has the database let go of what was deleted or emptied, as far as its own files hold it: SQLite writes its file anew,
   * which others wait for; PostgreSQL sweeps the tables. Logs and backups it can't reach.
   */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/**
 * One decision that let something out, or refused it: committed before the permit is minted. `confirm`, `resend` and `leave`: what
 * somebody said of a delivery of which nobody knew whether it arrived.
 */
export interface Act {
  readonly account: string;
  readonly at: Millis;
  readonly principal: Principal;
  readonly act: "deliver" | "remove" | "download" | "confirm" | "resend" | "leave" | "export";
  readonly permission: string;
  /** A folder or an asset; the account's own id for what is asked of the account. */
  readonly place: string;
  readonly version: string | null;
  readonly connection: string | null;
  readonly effect: "allow" | "deny";
  readonly code: string;
  readonly revision: number;
  readonly request: string;
}

/** All of it must be so; what is left out says nothing. */
export interface ActFilter {
  readonly user?: string | undefined;
  /** One of them. */
  readonly places?: readonly string[] | undefined;
  readonly act?: Act["act"] | undefined;
  readonly effect?: "allow" | "deny" | undefined;
  readonly code?: string | undefined;
  /** Half-open: from this moment on, and before that one. */
  readonly from?: Millis | undefined;
  readonly until?: Millis | undefined;
}

export interface Acts {
  record(act: Act): Promise<void>;
  /** Several of one account, in their order, in one transaction. */
  recordAll(acts: readonly Act[]): Promise<void>;
  /** Newest first; `before` is the sequence number of the last one seen. With `after`: those that came later, in order. */
  list(
    account: string,
    filter: ActFilter & { before?: number; after?: number; limit: number },
  ): Promise<(Act & { readonly seq: number })[]>;
}

/** What a write answered, to be answered again. */
export interface KeptAnswer {
  /** Tells requests apart. */
  readonly fingerprint: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null where there was no body. */
  readonly body: string | null;
}

/** Writes that are made once under a name, however often they are asked for. Answers are sealed like credentials. */
export interface KeptAnswers {
  /**
   * Claims the name up to `until`: undefined where it is now the caller's. Else its answer; null while that is being worked
   * out, or where whoever did it did not come to keep it: `doneAt` then says the revision of the change, for a day from
   * the end of the claim. Also forgets those that ended by `now`.
   */
  claim(
    name: AnswerName,
    now: Millis,
    until: Millis,
  ): Promise<{ readonly answer: KeptAnswer | null; readonly doneAt: number | null } | undefined>;
  /** Keeps the answer for the name that was claimed up to `claimedUntil`, unless that was claimed anew since. */
  keep(name: AnswerName, claimedUntil: Millis, answer: KeptAnswer, until: Millis): Promise<void>;
  /** The name is free again, unless a change was appended under it: then something was done, whatever came of the rest. */
  release(name: AnswerName, claimedUntil: Millis): Promise<void>;
}

/** Connections' credentials, AES-256-GCM under a key that is not in the database. Written through `append`. */
export interface SealedSecrets {
  open(account: string, connection: string): Promise<Record<string, unknown> | undefined>;
}

export interface KeySecret {
  readonly account: string;
  readonly hash: string;
  /** The one before, where the key was rolled and the old secret is to be good for a while. */
  readonly previous: { readonly hash: string; readonly until: Millis } | null;
}

/** Hashes of API keys' secrets. Written through `append`. */
export interface KeySecrets {
  find(key: string): Promise<KeySecret | undefined>;
  /** Notes when keys were used, any number of them; an earlier time than what is noted changes nothing. */
  used(uses: ReadonlyMap<string, Millis>): Promise<void>;
  /** When these keys of an account were last used, as far as it is noted. */
  lastUses(account: string, keys: readonly string[]): Promise<ReadonlyMap<string, Millis>>;
}

/** Bytes by their SHA-256. */
export interface Blobs {
  put(
    bytes: AsyncIterable<Uint8Array> | Uint8Array,
  ): Promise<{ readonly sha256: string; readonly bytes: number }>;
  read(sha256: string): Promise<Uint8Array>;
  /** All of them, or those from `start` up to and with `end`. */
  stream(sha256: string, part?: { start: number; end: number }): Promise<ReadableStream<Uint8Array>>;
  has(sha256: string): Promise<boolean>;
  /** The hashes whose bytes are not what they say, or not there. */
  verify(sha256s: Iterable<string>): Promise<string[]>;
  /** Deletes what is not kept and older than a day; answers how many. */
  sweep(keep: ReadonlySet<string>, now: Millis): Promise<number>;
}
