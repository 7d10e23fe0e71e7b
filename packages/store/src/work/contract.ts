import type { Millis, Principal } from "@gatefold/core";

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
  /** While it waits: when it is tried next, where that is not at once. */
  readonly nextAt: Millis | null;
  /** Since when it is tried without coming to an end; null: nothing has gone wrong so far. */
  readonly tryingSince: Millis | null;
  /** When somebody said that it is to be left as it is; it then asks for no more looking. */
  readonly leftAt: Millis | null;
}

/** What a delivery is reserved with. */
export type Reservation = Pick<
  Delivery,
  "id" | "account" | "connection" | "asset" | "version" | "target" | "marker" | "principal" | "requestedAt"
>;

export type DeliveryPatch = Partial<
  Pick<
    Delivery,
    | "state"
    | "attempts"
    | "externalId"
    | "externalUrl"
    | "code"
    | "message"
    | "nextAt"
    | "tryingSince"
    | "leftAt"
  >
> & { readonly updatedAt: Millis };

export interface Deliveries {
  /**
   * Reserves the key and queues the job in one transaction; where the key is held, answers who holds it instead.
   * `insteadOf`: a delivery of the same key that is `unknown` or failed lets it go in the same transaction, as failed; job
   * items that stood for it stand for the new one.
   */
  reserve(
    delivery: Reservation,
    job: NewJob,
    insteadOf?: { readonly id: string; readonly code: string; readonly message: string },
  ): Promise<{ readonly reserved: boolean; readonly delivery: Delivery }>;
  get(account: string, id: string): Promise<Delivery | undefined>;
  /** Newest first; `before` is the id of the last one seen. */
  list(account: string, filter: DeliveryFilter): Promise<Delivery[]>;
  /**
   * Where `from` is given, only if it stands in one of these states; answers whether it was written. A key that was
   * let go comes back by `reserve` alone: a freed delivery is never set to a state that holds.
   */
  update(
    account: string,
    id: string,
    patch: DeliveryPatch,
    from?: readonly DeliveryState[],
  ): Promise<boolean>;
  /** Calls off those of these that wait; answers which. */
  cancelWaiting(account: string, ids: readonly string[], now: Millis): Promise<ReadonlySet<string>>;
}

export interface DeliveryFilter {
  readonly user?: string;
  readonly connection?: string;
  readonly asset?: string;
  /** What the platform knows it by. */
  readonly externalId?: string;
  /**
   * Only what a person must look at: `unknown`, or failed with one of these codes and not asked for anew since; without
   * what is to be left as it is.
   */
  readonly needsALook?: readonly string[];
  readonly before?: string;
  readonly limit: number;
}

/** Many deliveries that were asked for as one. How far it is, is what its deliveries say. */
export interface DeliveryJob {
  readonly id: string;
  readonly account: string;
  readonly principal: Principal;
  /** What was asked for, as it was asked; JSON. */
  readonly asked: unknown;
  /** How many items it has. */
  readonly items: number;
  readonly requestedAt: Millis;
  /** When it was called off; what was under way then may have arrived. */
  readonly cancelledAt: Millis | null;
}

/** One picture through one connection, as it is asked for: refused at once, or to be reserved. */
export type NewDeliveryItem =
  | {
      readonly asset: string;
      readonly connection: string | null;
      readonly code: string;
      readonly message: string;
    }
  | {
      readonly reservation: Reservation;
      /** Its job in the queue. */
      readonly work: NewJob;
      /** One more, for where the key is held by a delivery that is `unknown`: somebody wants to know. */
      readonly look: NewJob;
    };

export interface DeliveryItem {
  readonly job: string;
  /** Its place in the job, from 1. */
  readonly number: number;
  readonly asset: string;
  readonly connection: string | null;
  /** Somebody had asked for it before: this job did not reserve it. */
  readonly existing: boolean;
  /** Null: it was refused at once, as code and message say. */
  readonly delivery: Delivery | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** How many of a job's items stand alike. */
export interface DeliveryTally {
  /** `refused` for what was refused at once, too. */
  readonly state: DeliveryState;
  readonly existing: boolean;
  readonly code: string | null;
  readonly count: number;
  /** The first moment at which one of them is tried next. */
  readonly nextAt: Millis | null;
}

export interface DeliveryJobs {
  /**
   * The job, its items and all their reservations in one transaction, in few statements. An item whose key is held stands for
   * the delivery that holds it.
   */
  create(job: Omit<DeliveryJob, "items" | "cancelledAt">, items: readonly NewDeliveryItem[]): Promise<void>;
  get(account: string, id: string): Promise<DeliveryJob | undefined>;
  /** Newest first; `before` is the id of the last one seen. */
  list(
    account: string,
    filter: { readonly user?: string; readonly before?: string; readonly limit: number },
  ): Promise<DeliveryJob[]>;
  /** By the job's id. */
  tallies(account: string, jobs: readonly string[]): Promise<ReadonlyMap<string, readonly DeliveryTally[]>>;
  /** In their order, those after a number. */
  items(
    account: string,
    job: string,
    range: { readonly after: number; readonly limit: number },
  ): Promise<DeliveryItem[]>;
  /** Items of any of these jobs whose delivery was changed at `since` or later. */
  changed(
    jobs: readonly { readonly account: string; readonly id: string }[],
    since: Millis,
  ): Promise<DeliveryItem[]>;
  /** Notes that it was called off; a second time changes nothing. */
  cancel(account: string, id: string, now: Millis): Promise<void>;
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
  /** By which it is taken among those of its account that are due; `runAt` where left out. What comes in bulk stands further back with each. */
  readonly turn?: Millis;
  /** Jobs of one lane (for deliveries: the connection's id) are leased one at a time; null: no lane. */
  readonly lane: string | null;
}

export interface Job extends Omit<NewJob, "turn"> {
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
   * that nobody waits behind another's thousands; there, the job whose turn is first.
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
