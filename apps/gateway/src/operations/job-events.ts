import type { DeliveryItem, DeliveryJob } from "@gatefold/store";
import { z } from "zod";
import { readmit } from "../access/authentication.ts";
import type { View } from "../access/view.ts";
import { MOST_ITEMS, seenJob, seesJob } from "../delivery/jobs.ts";
import { type News, SLACK_MS } from "../delivery/watching.ts";
import { idField, none } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import { notFound, problemOf } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { jobForm, jobItemForm, shownItem, shownJob } from "./job-form.ts";

const eventForm = z
  .discriminatedUnion("event", [
    /** How far the job is: first, and after each change. */
    z.object({ event: z.literal("job"), id: z.string(), data: jobForm }),
    /** An item that changed; one may come twice, and the last one holds. */
    z.object({ event: z.literal("item"), id: z.string(), data: jobItemForm }),
    /** Nothing of it is under way any more. Close the stream. */
    z.object({ event: z.literal("end"), id: z.string(), data: z.object({}) }),
    /** You may not go on reading, or (`STALE`) nothing can be decided just now: come back. */
    z.object({
      event: z.literal("closed"),
      data: z.object({ code: z.string(), status: z.number(), detail: z.string() }),
    }),
  ])
  .meta({ id: "JobEvent" });

type JobEvent = z.input<typeof eventForm>;

/** Between two signs of life, each of which looks whether the right is still there. */
const BEAT_MS = 15_000;

export const jobEvents = [
  operation({
    id: "jobs.events",
    method: "GET",
    path: "/v1/jobs/:job/events",
    summary:
      "A job's progress as server-sent events: `job` (how far it is), `item` (one that changed), `end`; and `closed` where the key or the right is gone, which is asked again as events are sent. With `Last-Event-ID` it goes on from there, and may tell an item twice. A key has ten streams at most.",
    params: z.strictObject({ job: idField }),
    query: none,
    body: null,
    success: 200,
    streams: true,
    response: eventForm,
    async handle({ view, params: { job: id }, lastEvent = "" }, services) {
      const job = await seenJob(view, id, services);
      const { deliveryJobs } = services.store;
      const now = services.clock();
      const items = await deliveryJobs.items(job.account, id, { after: 0, limit: MOST_ITEMS });
      const tallies = (await deliveryJobs.tallies(job.account, [id])).get(id) ?? [];
      const since = /^\d{1,15}$/.test(lastEvent) ? Number(lastEvent) : Infinity;
      const missed = items.filter(({ delivery }) => (delivery?.updatedAt ?? 0) >= since - SLACK_MS);
      const track = { view, job, now, items, missed, tallies };
      return { body: jobEvent(track, latest(items)), events: (ended) => progress(track, services, ended) };
    },
  }),
];

interface Track extends News {
  readonly view: View;
  readonly job: DeliveryJob;
  /** When it was read. */
  readonly now: number;
  /** What changed while the caller was away. */
  readonly missed: readonly DeliveryItem[];
}

/** Everything after the first event: what was missed, then what changes, for as long as the caller may know. */
async function* progress(
  track: Track,
  services: Services,
  ended: AbortSignal,
): AsyncGenerator<JobEvent | null> {
  const follower = services.watch.follow(track.job, track.now);
  try {
    follower.knows(track.items);
    let at = latest(track.items);
    for (const item of track.missed) yield itemEvent(track.view, item, at);
    let { tallies } = track;
    while (!ended.aborted) {
      if (!tallies.some(isOnItsWay)) {
        yield { event: "end", id: at, data: {} };
        return;
      }
      const news = await follower.next(BEAT_MS, ended);
      const now = await stillSeen(track, services);
      if ("event" in now) {
        yield now;
        return;
      }
      if (!news) {
        yield null;
        continue;
      }
      ({ tallies } = news);
      at = latest(news.items, at);
      for (const item of news.items) yield itemEvent(now.view, item, at);
      yield jobEvent({ ...now, tallies }, at);
    }
  } finally {
    follower.end();
  }
}

const isOnItsWay = ({ state }: News["tallies"][number]) => state === "waiting" || state === "sending";

/** The right to know, asked anew: a right or a key that was taken away ends the stream, and says so. */
async function stillSeen(
  { view, job }: Track,
  services: Services,
): Promise<Pick<Track, "view" | "job"> | JobEvent> {
  try {
    const now = await readmit(view, services);
    if (!seesJob(now, job)) throw notFound();
    return { view: now, job };
  } catch (error) {
    const { status, body } = problemOf(error);
    return { event: "closed", data: { code: String(body["code"]), status, detail: String(body["detail"]) } };
  }
}

function jobEvent({ view, job, tallies }: Pick<Track, "view" | "job" | "tallies">, id: string): JobEvent {
  return { event: "job", id, data: shownJob(job, tallies, view.now) };
}

function itemEvent(view: View, item: DeliveryItem, id: string): JobEvent {
  return { event: "item", id, data: shownItem(view, item) };
}

/** The last change among them, as the name of an event. */
function latest(items: readonly DeliveryItem[], before = "0"): string {
  return String(Math.max(Number(before), ...items.map(({ delivery }) => delivery?.updatedAt ?? 0)));
}
