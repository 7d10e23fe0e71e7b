import type { DeliveryJob } from "@gatefold/store";
import { z } from "zod";
import { pathOf, seenFolder, sightFor } from "../access/access.ts";
import { demandEverywhere } from "../access/everywhere.ts";
import type { View } from "../access/view.ts";
import { foldersWithin } from "../account/tree.ts";
import { callOff, createJob, failedOf, MOST_ITEMS, requestsOf, seenJob, seesJob } from "../delivery/jobs.ts";
import { cursorField, idField, limitField, none, timeField } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import { foreignCursor, pageOf } from "../http/pages.ts";
import { invalid } from "../http/validation.ts";
import type { Services } from "../services.ts";
import { seenCollection } from "./collections.ts";
import { type AskedFor, askedForm, jobForm, jobItemForm, shownItem, shownJob } from "./job-form.ts";

const params = z.strictObject({ job: idField });

const wish = z.strictObject({ connection: idField.optional(), connector: idField.optional() });

const wanted = z.strictObject({
  /** One of these three says which pictures: their ids, */
  assets: z.array(idField).min(1).max(MOST_ITEMS).optional(),
  /** what is in a folder, */
  folder: idField.optional(),
  /** with what is below it, */
  below: z.boolean().default(false),
  /** or what is in a collection. */
  collection: idField.optional(),
  /** Each picture goes to each of these; left out: to the only connection that serves it. */
  to: z.array(wish).min(1).max(10).default([{}]),
  /** Nothing is sent before; each is decided when it is sent. */
  notBefore: timeField.optional(),
});

type Wanted = z.output<typeof wanted>;

export const jobs = [
  operation({
    id: "jobs.create",
    method: "POST",
    path: "/v1/jobs",
    summary: `Brings many assets to one or several platforms as one job: named by id, or what you see of a folder or a collection; ${MOST_ITEMS} deliveries at most. Each is a delivery like any other, or an item with the code it was refused with; what you can't see is refused as what is not there.`,
    params: none,
    query: none,
    body: wanted,
    success: 202,
    does: "work",
    refuses: ["NOTHING_TO_DELIVER", "JOB_TOO_LARGE"],
    response: jobForm,
    async handle({ view, body }, services) {
      const requests = requestsOf(picturesOf(view, body), body.to);
      const job = { asked: askedOf(body), requests, notBefore: body.notBefore };
      return made(await createJob(view, job, services), view, services);
    },
  }),

  operation({
    id: "jobs.list",
    method: "GET",
    path: "/v1/jobs",
    summary:
      "Your jobs, newest first (with a key that is cut down: those it asked for); `of=all`: everybody's, for who may view the audit everywhere. A page can be short of `limit` and still have a next.",
    params: none,
    query: z.strictObject({
      of: z.enum(["mine", "all"]).default("mine"),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(jobForm),
    async handle({ view, query: { of, cursor, limit } }, { store }) {
      const { account, user } = view.caller.principal;
      if (of === "all") demandEverywhere(view, "audit.view");
      if (cursor !== undefined) {
        const last = await store.deliveryJobs.get(account, cursor);
        if (!last || (of === "mine" && last.principal.user !== user)) throw foreignCursor();
      }
      const filter = { ...(of === "mine" && { user }), ...(cursor !== undefined && { before: cursor }) };
      const rows = await store.deliveryJobs.list(account, { ...filter, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const next = rows.length > limit ? (page.at(-1)?.id ?? null) : null;
      const items = page.filter((job) => of === "all" || seesJob(view, job));
      return { body: { items: await shownJobs(view, items, store), next } };
    },
  }),

  operation({
    id: "jobs.get",
    method: "GET",
    path: "/v1/jobs/:job",
    summary: "One job: how far it is, and why what is not there is not.",
    params,
    query: none,
    body: null,
    success: 200,
    response: jobForm,
    async handle({ view, params: { job: id } }, services) {
      return { body: await shown(view, await seenJob(view, id, services), services) };
    },
  }),

  operation({
    id: "jobs.items",
    method: "GET",
    path: "/v1/jobs/:job/items",
    summary: "A job's items, in the order they were asked for.",
    params,
    query: z.strictObject({ cursor: cursorField, limit: limitField }),
    body: null,
    success: 200,
    response: pageOf(jobItemForm),
    async handle({ view, params: { job: id }, query: { cursor = "0", limit } }, services) {
      const { account } = await seenJob(view, id, services);
      if (!/^\d{1,6}$/.test(cursor)) throw foreignCursor();
      const range = { after: Number(cursor), limit: limit + 1 };
      const rows = await services.store.deliveryJobs.items(account, id, range);
      const page = rows.slice(0, limit);
      const next = rows.length > limit ? String(page.at(-1)?.number) : null;
      return { body: { items: page.map((item) => shownItem(view, item)), next } };
    },
  }),

  operation({
    id: "jobs.cancel",
    method: "POST",
    path: "/v1/jobs/:job/cancel",
    summary:
      "Calls off what waits of a job, and says what came too late. What others had asked for before goes on for them.",
    params,
    query: none,
    body: null,
    success: 200,
    does: "work",
    response: jobForm.extend({
      cancelled: z.number(),
      /** They are on their way, or nobody knows whether they arrived. */
      tooLate: z.number(),
      /** They are there already; they can be taken back one by one. */
      there: z.number(),
      /** They wait on: you may not call them off. */
      notYours: z.number(),
    }),
    async handle({ view, params: { job: id } }, services) {
      const job = await seenJob(view, id, services);
      const outcome = await callOff(view, job, services);
      const now = await seenJob(view, id, services);
      return { body: { ...(await shown(view, now, services)), ...outcome } };
    },
  }),

  operation({
    id: "jobs.retry",
    method: "POST",
    path: "/v1/jobs/:job/retry",
    summary:
      "Asks anew, as you, for what of a job failed or was refused: a job of its own. What is unknown is left: it wants a look.",
    params,
    query: none,
    body: null,
    success: 202,
    does: "work",
    refuses: ["NOTHING_TO_DELIVER"],
    response: jobForm,
    async handle({ view, params: { job: id } }, services) {
      const job = await seenJob(view, id, services);
      const { to } = askedForm.parse(job.asked);
      const requests = await failedOf(job, to, services);
      const asked: AskedFor = { retryOf: id, to };
      return made(await createJob(view, { asked, requests }, services), view, services);
    },
  }),
];

async function made(job: DeliveryJob, view: View, services: Services) {
  const headers = { Location: `/v1/jobs/${job.id}` };
  return { body: await shown(view, job, services), headers };
}

async function shown(view: View, job: DeliveryJob, { store }: Pick<Services, "store">) {
  const tallies = await store.deliveryJobs.tallies(job.account, [job.id]);
  return shownJob(job, tallies.get(job.id) ?? [], view.now);
}

async function shownJobs(
  view: View,
  jobsToShow: readonly DeliveryJob[],
  { deliveryJobs }: Services["store"],
) {
  const ids = jobsToShow.map(({ id }) => id);
  const tallies = await deliveryJobs.tallies(view.caller.principal.account, ids);
  return jobsToShow.map((job) => shownJob(job, tallies.get(job.id) ?? [], view.now));
}

function askedOf({ assets, folder, below, collection, to }: Wanted): AskedFor {
  return {
    ...(assets && { assets: new Set(assets).size }),
    ...(folder !== undefined && { folder, below }),
    ...(collection !== undefined && { collection }),
    to,
  };
}

/** The pictures that are named, or those of a place that the caller sees; of a folder, those with bytes. */
function picturesOf(view: View, { assets, folder, below, collection }: Wanted): string[] {
  const named = [assets, folder, collection].filter((one) => one !== undefined).length;
  if (named !== 1) {
    const message = "Name `assets`, a `folder` or a `collection`: one of the three.";
    throw invalid([{ path: "body", message }]);
  }
  if (below && folder === undefined) {
    throw invalid([{ path: "body.below", message: "Only a folder has something below." }]);
  }
  if (folder !== undefined) return picturesIn(view, folder, below);
  const ids = assets ?? seenCollection(view, collection ?? "").assets;
  const sight = sightFor(view);
  return [...new Set(assets ? ids : ids.filter((id) => sight.views(id)))];
}

function picturesIn(view: View, folder: string, below: boolean): string[] {
  const { state } = view;
  const { id } = seenFolder(view, folder);
  const sight = sightFor(view);
  const folders = (below ? foldersWithin(state, id) : [id])
    .map((one) => ({
      one,
      path: pathOf(state, one)
        .map(({ name }) => name)
        .toReversed()
        .join("/"),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return folders.flatMap(({ one }) =>
    state
      .find("assetsIn", one)
      .filter(({ id: asset, version }) => version !== null && sight.views(asset))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ id: asset }) => asset),
  );
}
