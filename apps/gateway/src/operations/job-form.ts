import type { DeliveryItem, DeliveryJob, DeliveryState, DeliveryTally } from "@gatefold/store";
import { z } from "zod";
import type { View } from "../access/view.ts";
import { isUnderway } from "../delivery/ledger.ts";
import { seesDelivery } from "../delivery/visibility.ts";
import { isoTime, time } from "../http/fields.ts";
import { notFound } from "../http/problems.ts";
import { deliveryState } from "./delivery-form.ts";

const way = z.object({ connection: z.string().optional(), connector: z.string().optional() });

/** What a job was asked for; kept as it is. */
export const askedForm = z.object({
  /** How many were named one by one. */
  assets: z.number().optional(),
  folder: z.string().optional(),
  /** With all that is below the folder. */
  below: z.boolean().optional(),
  collection: z.string().optional(),
  /** The job whose failed ones these are. */
  retryOf: z.string().optional(),
  to: z.array(way),
});

export type AskedFor = z.output<typeof askedForm>;

const tallyForm = z.object({
  state: deliveryState,
  code: z.string().nullable(),
  count: z.number(),
  /** The first moment at which one of them is tried next. */
  nextAt: time.nullable(),
});

/** A job as the API shows it. */
export const jobForm = z
  .object({
    id: z.string(),
    user: z.string(),
    asked: askedForm,
    items: z.number(),
    /** `ended`: nothing of it waits or is being sent. */
    state: z.enum(["under-way", "ended"]),
    counts: z.object({
      waiting: z.number(),
      sending: z.number(),
      delivered: z.number(),
      /** It is there, and was asked for by somebody before. */
      present: z.number(),
      unknown: z.number(),
      refused: z.number(),
      failed: z.number(),
      cancelled: z.number(),
      removed: z.number(),
    }),
    /** Why what is not there is not, or waits: by state and code. */
    reasons: z.array(tallyForm),
    /** Where all that waits waits for a moment: the first of those. */
    nextAt: time.nullable(),
    requestedAt: time,
    cancelledAt: time.nullable(),
  })
  .meta({ id: "Job" });

export const jobItemForm = z
  .object({
    /** Its place in the job, from 1. */
    number: z.number(),
    asset: z.string(),
    /** Null: it did not come to one. */
    connection: z.string().nullable(),
    /** Null: it was refused at once, or is not yours to see any more. */
    delivery: z.string().nullable(),
    state: deliveryState,
    /** Somebody had asked for it before. */
    existing: z.boolean(),
    externalUrl: z.string().nullable(),
    code: z.string().nullable(),
    message: z.string().nullable(),
    nextAt: time.nullable(),
  })
  .meta({ id: "JobItem" });

export type ShownJob = z.input<typeof jobForm>;
export type ShownItem = z.input<typeof jobItemForm>;

const noneOfAny: ShownJob["counts"] = {
  waiting: 0,
  sending: 0,
  delivered: 0,
  present: 0,
  unknown: 0,
  refused: 0,
  failed: 0,
  cancelled: 0,
  removed: 0,
};

export function shownJob(job: DeliveryJob, tallies: readonly DeliveryTally[], now: number): ShownJob {
  const { id, principal, asked, items, requestedAt, cancelledAt } = job;
  const counts = { ...noneOfAny };
  for (const tally of tallies) counts[countOf(tally)] += tally.count;
  return {
    id,
    user: principal.user,
    asked: askedForm.parse(asked),
    items,
    state: tallies.some(isUnderway) ? "under-way" : "ended",
    counts,
    reasons: reasonsOf(tallies),
    nextAt: isoTime(nextOf(tallies, now)),
    requestedAt: isoTime(requestedAt),
    cancelledAt: isoTime(cancelledAt),
  };
}

const countOf = ({ state, existing }: DeliveryTally) =>
  state === "delivered" && existing ? "present" : state;

/** What somebody had asked for before counts with what this job asked for. */
function reasonsOf(tallies: readonly DeliveryTally[]): z.input<typeof tallyForm>[] {
  const told = tallies.filter(
    ({ state, code, nextAt }) => state !== "delivered" && (code ?? nextAt) !== null,
  );
  const groups = Map.groupBy(told, ({ state, code }) => JSON.stringify([state, code]));
  return [...groups.values()]
    .flatMap(([first, ...others]) => (first ? [others.reduce(added, first)] : []))
    .map(({ state, code, count, nextAt }) => ({ state, code, count, nextAt: isoTime(nextAt) }))
    .toSorted((one, other) => other.count - one.count);
}

function added(sum: DeliveryTally, { count, nextAt }: DeliveryTally): DeliveryTally {
  const first = Math.min(sum.nextAt ?? Infinity, nextAt ?? Infinity);
  return { ...sum, count: sum.count + count, nextAt: first === Infinity ? null : first };
}

/** Null where something is being sent, or may be at once. */
function nextOf(tallies: readonly DeliveryTally[], now: number): number | null {
  const underWay = tallies.filter(isUnderway);
  const times = underWay.map(({ state, nextAt }) => (state === "waiting" ? (nextAt ?? 0) : 0));
  const first = Math.min(...times);
  return times.length > 0 && first > now ? first : null;
}

/** What the caller may see no more reads as what was never there. */
export function shownItem(view: View, item: DeliveryItem): ShownItem {
  const { number, asset, connection, existing, delivery } = item;
  const place = { number, asset, connection, existing };
  if (delivery && seesDelivery(view, delivery)) {
    const { id, state, externalUrl, code, message, nextAt } = delivery;
    return { ...place, delivery: id, state, externalUrl, code, message, nextAt: isoTime(nextAt) };
  }
  const hidden = notFound();
  const { code, message } = delivery ? hidden : item;
  const state: DeliveryState = "refused";
  return { ...place, delivery: null, state, externalUrl: null, code, message, nextAt: null };
}
