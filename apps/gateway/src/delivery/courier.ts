import { ConnectorError, type Delivered } from "@gatefold/connector-sdk";
import { PermitRefused } from "@gatefold/core";
import type { Delivery, Job } from "@gatefold/store";
import { z } from "zod";
import { lookAgain, postpone, restart, settle, type Trip, type TripParts } from "./settlement.ts";
import type { OpenWay, Way } from "./way.ts";
import type { Next } from "./worker.ts";

/** The kind of the queue's jobs that stand for a delivery. */
export const DELIVERY_JOB = "delivery";

export interface CourierParts extends TripParts {
  readonly open: OpenWay;
}

/** A job carries the version that was asked for: what was sent can be looked for after the asset has another. */
const jobBody = z.strictObject({
  delivery: z.string(),
  version: z.strictObject({
    id: z.string(),
    sha256: z.string(),
    bytes: z.number(),
    mime: z.string(),
    width: z.number(),
    height: z.number(),
  }),
});

export type DeliveryWork = z.input<typeof jobBody>;

/**
 * Brings a queued delivery to its end: every send after a fresh decision, never a second one while the first may have
 * arrived. Found `sending` (after a crash) or `unknown` (asked again), it looks on the platform before anything else.
 */
export function createCourier(parts: CourierParts): (job: Job, signal: AbortSignal) => Promise<Next> {
  return async (job, signal) => {
    if (job.kind !== DELIVERY_JOB) throw new Error("The queue holds a kind of job that nobody here does.");
    const { delivery: id, version } = jobBody.parse(job.body);
    const delivery = await parts.ledger.get(job.account, id);
    if (!delivery) return "done";
    const trip = { parts, job, delivery, signal };
    const open: Open = (current) => parts.open(current, version);
    if (delivery.state === "waiting") return send(trip, open);
    if (delivery.state === "sending" || delivery.state === "unknown") return find(trip, open);
    return "done";
  };
}

type Open = (delivery: Delivery) => ReturnType<OpenWay>;

async function send(trip: Trip, open: Open): Promise<Next> {
  const opened = await open(trip.delivery).catch((error: unknown) => ({ error }));
  if ("error" in opened) return postpone(trip, opened.error);
  if ("refused" in opened) return settle(trip, "refused", opened.refused);
  try {
    return await sendBy(opened, trip, open);
  } finally {
    opened.release();
  }
}

async function sendBy(way: Way, trip: Trip, open: Open): Promise<Next> {
  const answer = await decided(way, trip.signal).catch((error: unknown) => ({ error }));
  if ("error" in answer) return postpone(trip, answer.error);
  if ("refused" in answer) return settle(trip, "refused", answer.refused);
  const attempts = trip.delivery.attempts + 1;
  const begun = { state: "sending", attempts, code: null, message: null } as const;
  // A cancel that came before this line wins; one that comes after is told it is too late.
  if (!(await trip.parts.ledger.write(trip.delivery, begun))) return "done";
  const sent: Trip = { ...trip, delivery: { ...trip.delivery, ...begun } };
  try {
    return await arrived(sent, await way.send(answer.permit));
  } catch (error) {
    return surelyNotStored(error) ? postpone(sent, error) : find(sent, open, error);
  }
}

/** Room at the platform first, then the decision: a permit lives seconds and would die waiting. */
async function decided(way: Way, signal: AbortSignal): ReturnType<Way["enforce"]> {
  await way.ready(signal);
  return way.enforce();
}

/** Fails closed: an error that does not say that nothing was stored counts as one that may have stored it. */
function surelyNotStored(error: unknown): boolean {
  return (
    error instanceof PermitRefused || (error instanceof ConnectorError && error.next !== "after-reconcile")
  );
}

/** Is it there already? Only where that can be answered with no may it be sent anew. */
async function find(trip: Trip, open: Open, cause?: unknown): Promise<Next> {
  if (cause !== undefined && !(cause instanceof ConnectorError)) trip.parts.onError(cause, trip.delivery.id);
  const way = await open(trip.delivery);
  if ("refused" in way) return settle(trip, "unknown", way.refused);
  if (!way.canLook) {
    return settle(trip, "unknown", {
      code: "OUTCOME_UNKNOWN",
      message: "The platform can't be asked whether it arrived; look there before you deliver it again.",
    });
  }
  try {
    const found = await way.look(trip.signal);
    if (found) return await arrived(trip, { ...found, status: "already-present" });
  } catch (error) {
    return lookAgain(trip, error);
  }
  const lookedBefore = trip.delivery.code === "OUTCOME_UNKNOWN";
  return lookedBefore ? restart(trip) : lookAgain(trip);
}

function arrived(trip: Trip, delivered: Delivered): Promise<Next> {
  const { externalId, externalUrl } = delivered;
  return settle(trip, "delivered", { code: null, message: null, externalId, externalUrl });
}
