import type { Millis, Principal } from "@gatefold/core";
import type { Checkpoints } from "./checkpoints/contract.ts";
import type { Journal } from "./journal/contract.ts";
import type { Places } from "./places/contract.ts";

export * from "./checkpoints/contract.ts";
export * from "./journal/contract.ts";
export * from "./places/contract.ts";

/** What the gateway keeps. SQLite behind it by default; a second database must pass the same shared suite. */
export interface Store {
  readonly journal: Journal;
  readonly checkpoints: Checkpoints;
  readonly places: Places;
  readonly deliveries: Deliveries;
  readonly links: FetchLinks;
  readonly queue: Queue;
  readonly acts: Acts;
  readonly answers: KeptAnswers;
  readonly secrets: SealedSecrets;
  readonly keySecrets: KeySecrets;
  close(): Promise<void>;
}

/**
 * `waiting`: reserved, in the queue. `sending`: a permit was given out for it. `unknown`: a person must look.
 * `delivered`, `waiting`, `sending` and `unknown` hold the key (account, connection, version, target); the rest free it.
 */
export type DeliveryState =
  | "waiting"
  | "sending"
  | "delivered"
  | "unknown"
  | "refused"
  | "failed"
  | "cancelled"
  | "removed";

export interface Delivery {
  readonly id: string;
  readonly account: string;
  readonly connection: string;
  readonly asset: string;
  readonly version: string;
  /** Where on the platform; "library" for platforms with one place. */
  readonly target: string;
  /** What makes it recognisable on the platform. */
  readonly marker: string;
  readonly principal: Principal;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly externalId: string | null;
  readonly externalUrl: string | null;
  /** Why it was refused or failed: a stable code and a sentence. */
  readonly code: string | null;
  readonly message: string | null;
  readonly requestedAt: Millis;
  readonly updatedAt: Millis;
}

export interface Deliveries {
  /** Reserves the key and queues the job in one transaction; where the key is held, answers who holds it instead. */
  reserve(
    delivery: Pick<
      Delivery,
      | "id"
      | "account"
      | "connection"
      | "asset"
      | "version"
      | "target"
      | "marker"
      | "principal"
      | "requestedAt"
    >,
    job: NewJob,
  ): Promise<{ readonly reserved: boolean; readonly delivery: Delivery }>;
  get(account: string, id: string): Promise<Delivery | undefined>;
  /** Newest first; `before` is the id of the last one seen. */
  list(
    account: string,
    filter: { user?: string; connection?: string; asset?: string; before?: string; limit: number },
  ): Promise<Delivery[]>;
  /**
   * Where `from` is given, only if it stands in one of these states; answers whether it was written. A key that was
   * let go comes back by `reserve` alone: a freed delivery is never set to a state that holds.
   */
  update(
    account: string,
    id: string,
    patch: Partial<
      Pick<Delivery, "state" | "attempts" | "externalId" | "externalUrl" | "code" | "message">
    > & {
      readonly updatedAt: Millis;
    },
    from?: readonly DeliveryState[],
  ): Promise<boolean>;
}

/** An address at which a platform may fetch what one delivery brings. */
export interface FetchLink {
  /** SHA-256 of its token, lower-case hex; the token itself is kept nowhere. */
  readonly hash: string;
  readonly account: string;
  readonly delivery: string;
  readonly version: string;
  readonly expires: Millis;
  /** Fetches that are left. */
  readonly left: number;
}

export interface FetchLinks {
  /** Also forgets those that ended before `now`. */
  add(link: FetchLink, now: Millis): Promise<void>;
  /** Uses one fetch up, and answers the link as it then is; undefined where it is unknown, ended or used up. */
  take(hash: string, now: Millis): Promise<FetchLink | undefined>;
}

export interface NewJob {
  readonly id: string;
  readonly account: string;
  readonly kind: string;
  readonly body: unknown;
  readonly runAt: Millis;
  /** Jobs of one lane (for deliveries: the connection's id) are leased one at a time; null: no lane. */
  readonly lane: string | null;
}

export interface Job extends NewJob {
  /** How often it was claimed, this time included. */
  readonly attempts: number;
}

/** One claim of a job: what was claimed again since, with more attempts, is no longer this claimer's. */
export type Claim = Pick<Job, "id" | "attempts">;

/** Work that survives a crash: a claimed job whose lease runs out is claimed again. */
export interface Queue {
  add(job: NewJob): Promise<void>;
  /**
   * A due job whose lane is free, leased; each job to one claimer at a time. Of the account with the fewest leases, so
   * that nobody waits behind another's thousands; there, the job that waits longest.
   */
  claim(now: Millis, leaseMs: number): Promise<Job | undefined>;
  /** The claimer works on: its lease runs until then. False where it has run out and others may have the job. */
  extend(claim: Claim, until: Millis): Promise<boolean>;
  /** Back into the queue, not before `runAt`. False, and nothing done, where the job was claimed again since. */
  retry(claim: Claim, runAt: Millis): Promise<boolean>;
  /** Out of the queue. False, and nothing done, where the job was claimed again since. */
  done(claim: Claim): Promise<boolean>;
  /** When the next job can be claimed (due, and no lease on its lane), or undefined: so that a worker need not poll. */
  nextAt(): Promise<Millis | undefined>;
}

/** One decision that let something out, or refused it: committed before the permit is minted. */
export interface Act {
  readonly account: string;
  readonly at: Millis;
  readonly principal: Principal;
  readonly act: "deliver" | "remove" | "download";
  readonly permission: string;
  readonly place: string;
  readonly version: string | null;
  readonly connection: string | null;
  readonly effect: "allow" | "deny";
  readonly code: string;
  readonly revision: number;
  readonly request: string;
}

export interface Acts {
  record(act: Act): Promise<void>;
  /** Newest first; `before` is the sequence number of the last one seen. */
  list(
    account: string,
    filter: { user?: string; place?: string; effect?: "allow" | "deny"; before?: number; limit: number },
  ): Promise<(Act & { readonly seq: number })[]>;
}

/** The name that a caller gave a write, his own: two credentials may use the same one. */
export interface AnswerName {
  readonly account: string;
  readonly credential: string;
  readonly name: string;
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
   * out. Also forgets those that ended by `now`.
   */
  claim(
    name: AnswerName,
    now: Millis,
    until: Millis,
  ): Promise<{ readonly answer: KeptAnswer | null } | undefined>;
  /** Keeps the answer for the name that was claimed up to `claimedUntil`, unless that was claimed anew since. */
  keep(name: AnswerName, claimedUntil: Millis, answer: KeptAnswer, until: Millis): Promise<void>;
  /** Nothing was done: the name is free again. */
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
