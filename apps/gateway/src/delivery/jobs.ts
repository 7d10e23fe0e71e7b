import type { Millis } from "@gatefold/core";
import type { DeliveryItem, DeliveryJob, NewDeliveryItem } from "@gatefold/store";
import { mayEverywhere } from "../access/everywhere.ts";
import type { View } from "../access/view.ts";
import type { EarlyNo } from "../enforce.ts";
import { notFound, Refusal } from "../http/problems.ts";
import type { Services } from "../services.ts";
import type { Wish } from "./choice.ts";
import { earlyNo } from "./early-no.ts";
import { attemptOf, cleared, type DeliveryRequest, reservationOf, workOf } from "./reserving.ts";
import { isOwn, mayStop } from "./visibility.ts";

/** Items that one job may have: pictures times connections. */
export const MOST_ITEMS = 1000;

/**
 * How much further back in the queue each item of a job stands: as if they had been asked for one after the other, so that
 * what is asked for by itself meanwhile is not behind all of them. Nothing is held back by it.
 */
const TURN_MS = 500;

/** Many pictures by many ways, as one job: what was asked for, for who reads it later, and when the first may go. */
export interface JobRequest {
  readonly asked: object;
  readonly requests: readonly DeliveryRequest[];
  readonly notBefore?: Millis | undefined;
}

/** Each picture by each way. Throws `NOTHING_TO_DELIVER` and `JOB_TOO_LARGE`. */
export function requestsOf(assets: readonly string[], ways: readonly Wish[]): DeliveryRequest[] {
  const count = assets.length * ways.length;
  if (count === 0) {
    throw new Refusal("NOTHING_TO_DELIVER", "There is no picture there that you see; name another place.");
  }
  if (count <= MOST_ITEMS) return assets.flatMap((asset) => ways.map((way) => ({ ...way, asset })));
  throw new Refusal(
    "JOB_TOO_LARGE",
    `This would be ${count} deliveries, and a job has ${MOST_ITEMS} at most; ask for a part of it, such as one folder below.`,
    { count, most: MOST_ITEMS },
  );
}

/**
 * Decides each cheaply, commits each no as an act, and reserves the rest with the job in one transaction. What may not be
 * sent, or can't be seen, is an item of its own with its code: one picture keeps no other back.
 */
export async function createJob(
  view: View,
  { asked, requests, notBefore }: JobRequest,
  services: Services,
): Promise<DeliveryJob> {
  const { store, ids, clock, enforcement, dispatch } = services;
  const requestedAt = clock();
  const plan = planned(view, requests, { requestedAt, runAt: notBefore ?? requestedAt }, services);
  await enforcement.refusedAll(plan.nos);
  const { principal } = view.caller;
  const job = { id: ids("job"), account: principal.account, principal, asked, requestedAt };
  await store.deliveryJobs.create(job, plan.items);
  dispatch.worker.wake();
  return { ...job, items: plan.items.length, cancelledAt: null };
}

interface Times {
  readonly requestedAt: Millis;
  readonly runAt: Millis;
}

function planned(
  view: View,
  requests: readonly DeliveryRequest[],
  times: Times,
  services: Services,
): { readonly items: NewDeliveryItem[]; readonly nos: EarlyNo[] } {
  const items: NewDeliveryItem[] = [];
  const nos: EarlyNo[] = [];
  /** Two names may lead through one connection. */
  const ways = new Set<string>();
  for (const request of requests) {
    try {
      const way = cleared(view, request);
      const name = JSON.stringify([way.asset.id, way.connection.id]);
      if (ways.has(name)) continue;
      ways.add(name);
      const reservation = reservationOf(view, way, times.requestedAt, services);
      const work = workOf(reservation, way.version, times.runAt, services);
      const look = workOf(reservation, way.version, times.requestedAt, services);
      const turn = times.runAt + ways.size * TURN_MS;
      items.push({ reservation, work: { ...work, turn }, look: { ...look, turn } });
    } catch (error) {
      // What was not understood is wrong for all of them alike.
      if (!(error instanceof Refusal) || error.code === "INVALID_REQUEST") throw error;
      const no = earlyNo(view, () => attemptOf(view, request), error);
      if (no) nos.push(no);
      const { code, message } = error;
      items.push({ asset: request.asset, connection: request.connection ?? null, code, message });
    }
  }
  return { items, nos };
}

/** Seen by who asked for it, and by who may view the audit everywhere. Else `NOT_FOUND`. */
export async function seenJob(view: View, id: string, { store }: Services): Promise<DeliveryJob> {
  const job = await store.deliveryJobs.get(view.caller.principal.account, id);
  if (!job || !seesJob(view, job)) throw notFound();
  return job;
}

export function seesJob(view: View, job: DeliveryJob): boolean {
  return isOwn(view, job) || mayEverywhere(view, "audit.view");
}

/** What became of calling a job off. */
export interface CalledOff {
  readonly cancelled: number;
  /** On its way, or nobody knows whether it arrived. */
  readonly tooLate: number;
  readonly there: number;
  /** They wait on, since the caller could not call them off one by one either. */
  readonly notYours: number;
}

/** Calls off what waits, as far as the caller may; what others had asked for before goes on for them. */
export async function callOff(view: View, job: DeliveryJob, services: Services): Promise<CalledOff> {
  const { store, clock, dispatch } = services;
  const { account } = view.caller.principal;
  const own = (await itemsOf(job, services)).flatMap(({ existing, delivery }) =>
    existing || !delivery ? [] : [delivery],
  );
  const waiting = own.filter(({ state }) => state === "waiting");
  const mine = waiting.filter((delivery) => mayStop(view, delivery));
  if (waiting.length > 0 && mine.length === 0) {
    throw new Refusal("NO_GRANT", "Whoever asked for these deliveries can call them off.");
  }
  const now = clock();
  await store.deliveryJobs.cancel(account, job.id, now);
  const cancelled = await store.deliveries.cancelWaiting(
    account,
    mine.map(({ id }) => id),
    now,
  );
  dispatch.ledger.changed(cancelled);
  const late = mine.length - cancelled.size;
  const going = own.filter(({ state }) => state === "sending" || state === "unknown").length;
  return {
    cancelled: cancelled.size,
    tooLate: going + late,
    there: own.filter(({ state }) => state === "delivered").length,
    notYours: waiting.length - mine.length,
  };
}

/** What failed or was refused, to be asked for again; by the connection it had, else by the ways that were named. */
export async function failedOf(
  job: DeliveryJob,
  ways: readonly Wish[],
  services: Services,
): Promise<DeliveryRequest[]> {
  const failed = (await itemsOf(job, services)).filter(isFailed);
  const open = ways.filter(({ connection }) => connection === undefined);
  const requests = failed.flatMap(({ asset, connection }): DeliveryRequest[] =>
    connection === null ? open.map(({ connector }) => ({ asset, connector })) : [{ asset, connection }],
  );
  if (requests.length > 0) return requests;
  const sentence = "Nothing of this job failed or was refused; what is unknown wants a look first.";
  throw new Refusal("NOTHING_TO_DELIVER", sentence);
}

function isFailed({ delivery }: DeliveryItem): boolean {
  return delivery === null || delivery.state === "failed" || delivery.state === "refused";
}

function itemsOf({ account, id }: DeliveryJob, { store }: Services): Promise<DeliveryItem[]> {
  return store.deliveryJobs.items(account, id, { after: 0, limit: MOST_ITEMS });
}
