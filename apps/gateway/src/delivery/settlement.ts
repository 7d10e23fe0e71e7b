import { ConnectorError, DailyQuotaError, RateLimitedError } from "@gatefold/connector-sdk";
import { GatefoldError, type Millis } from "@gatefold/core";
import type { Delivery, DeliveryState, Job } from "@gatefold/store";
import { isAway } from "../http/problems.ts";
import type { Ledger, Patch } from "./ledger.ts";
import type { Reason } from "./way.ts";
import type { Next } from "./worker.ts";

export interface TripParts {
  readonly ledger: Ledger;
  readonly clock: () => Millis;
  /** From 0 up to, not including, 1; left out: pauses are as long as they say. */
  readonly chance?: () => number;
  /** For errors that nobody planned: they are treated safely, and somebody should read them. */
  readonly onError: (error: unknown, delivery: string) => void;
}

/** One job on its way, and the delivery as it was read. */
export interface Trip {
  readonly parts: TripParts;
  readonly job: Job;
  readonly delivery: Delivery;
  readonly signal: AbortSignal;
}

/** Tries of one delivery before it is given up: with their pauses, most of an hour. Waiting for limits is none. */
export const MAX_ATTEMPTS = 10;
/** However few its tries were: since the first of them that went wrong, no longer. */
export const LONGEST_TRYING = 24 * 60 * 60_000;
/** Claims of a job whose outcome can't be found out, before a person must look. */
const MAX_LOOKS = 12;
/** What was lost on the way may show a little later. */
const PAUSE_BEFORE_SECOND_LOOK = 10_000;
const SHORTEST_PAUSE = 5_000;
const LONGEST_PAUSE = 15 * 60_000;

/** The end of the trip. */
export async function settle(
  trip: Trip,
  state: DeliveryState,
  rest: Pick<Delivery, "code" | "message"> & Patch,
): Promise<Next> {
  const written = await trip.parts.ledger.write(trip.delivery, { ...rest, state });
  return written ? "done" : changedMeanwhile(trip);
}

/** Nothing was stored: tried again where the error's class allows it, else over. */
export async function postpone(trip: Trip, error: unknown): Promise<Next> {
  const { delivery, parts } = trip;
  if (trip.signal.aborted) return back(trip, delivery.attempts, {}, parts.clock());
  const reason = explain(trip, error);
  if (error instanceof ConnectorError && error.next !== "later") return settle(trip, "failed", reason);
  const now = parts.clock();
  const wasSent = delivery.state === "sending";
  const tries = wasSent ? delivery.attempts : delivery.attempts + 1;
  const waits = isWaiting(error);
  // Waiting for room, a new day or the database goes on as long as it takes; being turned away does not.
  const goesOn = error instanceof DailyQuotaError || (waits && !wasSent);
  const tryingSince = goesOn ? null : (delivery.tryingSince ?? now);
  if (tryingSince !== null && now - tryingSince >= LONGEST_TRYING) {
    return settle(trip, "failed", { ...givenUp(reason, "A day of tries"), attempts: tries });
  }
  const retryAt = now + pause(trip, error, tries);
  if (waits) return back(trip, tries - 1, { ...reason, tryingSince }, retryAt);
  if (tries >= MAX_ATTEMPTS) {
    return settle(trip, "failed", { ...givenUp(reason, `${tries} tries`), attempts: tries });
  }
  return back(trip, tries, { ...reason, tryingSince }, retryAt);
}

function givenUp({ code, message }: Reason, after: string): Reason {
  return { code, message: `${message} ${after} did not help; deliver it again once that is mended.` };
}

/** Nothing failed: a platform's limit is reached, or nothing can be decided for the moment. */
function isWaiting(error: unknown): boolean {
  if (error instanceof DailyQuotaError || error instanceof RateLimitedError) return true;
  return isAway(error) || (error instanceof GatefoldError && error.code === "STALE");
}

/** It may be stored and could not be seen yet: the delivery stays as it is, and is looked for again. */
export async function lookAgain(trip: Trip, error?: unknown): Promise<Next> {
  const { delivery, parts, job } = trip;
  const now = parts.clock();
  if (trip.signal.aborted) return { retryAt: now };
  if (error === undefined) {
    await parts.ledger.write(delivery, {
      code: "OUTCOME_UNKNOWN",
      message: "The platform's answer was lost; whether it arrived is being looked up.",
    });
    return { retryAt: now + PAUSE_BEFORE_SECOND_LOOK };
  }
  const reason = explain(trip, error);
  const hopeless =
    error instanceof ConnectorError && error.next !== "later" && error.next !== "after-reconcile";
  if (hopeless || job.attempts >= MAX_LOOKS) return settle(trip, "unknown", reason);
  return { retryAt: now + pause(trip, error, job.attempts) };
}

/** It is surely not there: back to the start, where a cancel and a fresh decision can stop it. */
export async function restart(trip: Trip): Promise<Next> {
  const { delivery, parts } = trip;
  if (delivery.attempts >= MAX_ATTEMPTS) {
    const message = "The platform's answers were lost again and again and nothing arrived; try again later.";
    return settle(trip, "failed", { code: "OUTCOME_UNKNOWN", message });
  }
  return back(trip, delivery.attempts, { code: null, message: null }, parts.clock());
}

async function back(trip: Trip, attempts: number, reason: Patch, retryAt: Millis): Promise<Next> {
  const written = await trip.parts.ledger.write(trip.delivery, {
    ...reason,
    state: "waiting",
    attempts,
    nextAt: retryAt,
  });
  return written ? { retryAt } : changedMeanwhile(trip);
}

/** By a cancel, or by who had the lease before: what the delivery is now says what is next. */
function changedMeanwhile({ parts }: Trip): Next {
  return { retryAt: parts.clock() };
}

/** What the platform asked for, else longer each time; and up to a quarter more, so that not all come back at once. */
function pause({ parts: { chance = () => 0 } }: Trip, error: unknown, tries: number): Millis {
  const asked = error instanceof ConnectorError ? error.retryAfter : undefined;
  const shortest = asked ?? Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** Math.max(0, tries));
  return Math.ceil(shortest + Math.min(shortest, LONGEST_PAUSE) * (chance() / 4));
}

function explain(trip: Trip, error: unknown): Reason {
  if (error instanceof GatefoldError) return { code: error.code, message: error.message };
  trip.parts.onError(error, trip.delivery.id);
  return { code: "INTERNAL", message: "Something went wrong here; it is tried again, and was logged." };
}
