import { expect, test } from "vitest";
import type { Deliveries, NewDeliveryItem, NewJob, Store } from "../../src/index.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const NOW = 1_764_000_000_000;
const ada = { account: "acme", user: "ada", credential: { kind: "key", id: "key-1" } } as const;

function reservation(id: string, version = id): Parameters<Deliveries["reserve"]>[0] {
  const place = { connection: "c1", asset: `asset-${version}`, version, target: "library" };
  return { id, account: "acme", ...place, marker: `marker-${version}`, principal: ada, requestedAt: NOW };
}

const work = (id: string, turn = NOW): NewJob => ({
  id: `work-${id}`,
  account: "acme",
  kind: "delivery",
  body: { delivery: id, version: id },
  runAt: NOW,
  turn,
  lane: null,
});

const item = (id: string, version = id, turn = NOW): NewDeliveryItem => ({
  reservation: reservation(id, version),
  work: work(id, turn),
  look: { ...work(id), id: `look-${id}` },
});
const refused = { asset: "hidden", connection: null, code: "NOT_FOUND", message: "not here or not yours" };

const make = (store: Store, id: string, items: readonly NewDeliveryItem[], at = NOW) =>
  store.deliveryJobs.create(
    { id, account: "acme", principal: ada, asked: { of: id }, requestedAt: at },
    items,
  );

const states = async (store: Store, job = "j1") =>
  (await store.deliveryJobs.items("acme", job, { after: 0, limit: 9999 })).map(
    ({ number, existing, delivery, code }) => [number, existing, delivery?.id ?? null, code],
  );

async function drained({ queue }: Store): Promise<string[]> {
  const ids = [];
  for (let job = await queue.claim(NOW, 1000); job; job = await queue.claim(NOW, 1000)) ids.push(job.id);
  return ids;
}

export function deliveryJobsSuite(open: OpenHarness): void {
  test(
    "A job of many reserves what is free, stands for what is held, and keeps what was refused",
    onFresh(open, async ({ store }) => {
      await store.deliveries.reserve(reservation("old", "v2"), work("old"));
      await store.deliveries.reserve(reservation("lost", "v3"), work("lost"));
      await store.deliveries.update("acme", "lost", { state: "unknown", code: "X", updatedAt: NOW });
      await make(store, "j1", [item("d1", "v1"), item("d2", "v2"), refused, item("d3", "v3")]);
      expect(await states(store)).toEqual([
        [1, false, "d1", null],
        [2, true, "old", null],
        [3, false, null, "NOT_FOUND"],
        [4, true, "lost", null],
      ]);
      expect(await store.deliveryJobs.get("acme", "j1")).toEqual({
        id: "j1",
        account: "acme",
        principal: ada,
        asked: { of: "j1" },
        items: 4,
        requestedAt: NOW,
        cancelledAt: null,
      });
      expect(await store.deliveryJobs.get("other", "j1")).toBeUndefined();
      expect((await drained(store)).toSorted()).toEqual(["look-d3", "work-d1", "work-lost", "work-old"]);
      const tallies = (await store.deliveryJobs.tallies("acme", ["j1", "none"])).get("j1") ?? [];
      expect(tallies.map(({ state, existing, code, count }) => [state, existing, code, count])).toHaveLength(
        4,
      );
      expect(tallies).toContainEqual({
        state: "refused",
        existing: false,
        code: "NOT_FOUND",
        count: 1,
        nextAt: null,
      });
    }),
  );

  test(
    "A thousand items are one job, all of them or none, and another account's single one is not behind them",
    onFresh(open, async ({ store }) => {
      const many = Array.from({ length: 1000 }, (_, place) => item(`d${place}`, `v${place}`, NOW + place));
      await make(store, "j1", many);
      await expect(make(store, "j2", [item("e1"), item("d5", "v-other")])).rejects.toThrow();
      expect(await store.deliveries.get("acme", "e1")).toBeUndefined();
      expect(await store.deliveryJobs.get("acme", "j2")).toBeUndefined();
      expect((await store.deliveryJobs.tallies("acme", ["j1"])).get("j1")).toEqual([
        { state: "waiting", existing: false, code: null, count: 1000, nextAt: null },
      ]);
      expect(
        (await store.deliveryJobs.items("acme", "j1", { after: 998, limit: 9 })).map((row) => row.number),
      ).toEqual([999, 1000]);
      await store.queue.add({ ...work("single"), turn: NOW + 1 });
      const taken = [];
      for (let turn = 0; turn < 3; turn += 1) taken.push((await store.queue.claim(NOW, 1000))?.id);
      expect(taken).toEqual(["work-d0", "work-d1", "work-single"]);
      // Who is put off keeps his distance.
      await store.queue.retry({ id: "work-d1", attempts: 1 }, NOW + 50);
      await store.queue.retry({ id: "work-d0", attempts: 1 }, NOW + 50);
      expect((await store.queue.claim(NOW + 50, 1000))?.id).toBe("work-d2");
    }),
  );

  test(
    "Jobs that ask for the same at once share it, in whatever order they name it",
    onFresh(open, async ({ store, another }) => {
      const versions = Array.from({ length: 40 }, (_, place) => `v${place}`);
      const second = await another();
      const asked = (job: string) => versions.map((version) => item(`${job}-${version}`, version));
      await Promise.all([
        make(store, "j1", asked("a")),
        make(second, "j2", asked("b").toReversed()),
        make(store, "j3", asked("c")),
      ]);
      const held = await store.deliveries.list("acme", { limit: 999 });
      expect(held).toHaveLength(40);
      const of = await Promise.all(["j1", "j2", "j3"].map((job) => states(store, job)));
      for (const job of of) expect(job.every(([, , delivery]) => delivery !== null)).toBe(true);
      expect(of.flat().filter(([, existing]) => !existing)).toHaveLength(40);
      expect(await drained(store)).toHaveLength(40);
    }),
  );

  test(
    "What waits is called off, what is under way is not; and jobs are listed newest first",
    onFresh(open, async ({ store }) => {
      await make(store, "j1", [item("d1"), item("d2"), item("d3")]);
      await make(store, "j2", [item("d4")], NOW + 1);
      await store.deliveries.update("acme", "d2", { state: "sending", updatedAt: NOW });
      const cancelled = await store.deliveries.cancelWaiting("acme", ["d1", "d2", "d4", "none"], NOW + 2);
      expect([...cancelled].toSorted()).toEqual(["d1", "d4"]);
      expect(await store.deliveries.cancelWaiting("other", ["d3"], NOW)).toEqual(new Set());
      await store.deliveryJobs.cancel("acme", "j1", NOW + 2);
      await store.deliveryJobs.cancel("acme", "j1", NOW + 9);
      expect(await store.deliveryJobs.get("acme", "j1")).toMatchObject({ cancelledAt: NOW + 2 });
      const ids = async (filter: object) =>
        (await store.deliveryJobs.list("acme", { limit: 9, ...filter })).map(({ id }) => id);
      expect(await ids({})).toEqual(["j2", "j1"]);
      expect(await ids({ before: "j2" })).toEqual(["j1"]);
      expect(await ids({ user: "bea" })).toEqual([]);
    }),
  );

  test(
    "What changed since is told of several jobs at once",
    onFresh(open, async ({ store }) => {
      await make(store, "j1", [item("d1"), item("d2")]);
      await make(store, "j2", [item("d3"), item("d9", "d1")]);
      await store.deliveries.update("acme", "d1", { state: "delivered", updatedAt: NOW + 5 });
      const jobs = ["j1", "j2"].map((id) => ({ account: "acme", id }));
      const told = await store.deliveryJobs.changed(jobs, NOW + 5);
      expect(told.map(({ job, number, delivery }) => [job, number, delivery?.state])).toEqual([
        ["j1", 1, "delivered"],
        ["j2", 2, "delivered"],
      ]);
      expect(await store.deliveryJobs.changed(jobs.slice(1), NOW)).toHaveLength(2);
      expect(await store.deliveryJobs.changed([{ account: "other", id: "j1" }], NOW)).toEqual([]);
    }),
  );

  test(
    "A person must look at what is unknown, or failed for a reason of these and was not asked for anew",
    onFresh(open, async ({ store }) => {
      const { deliveries } = store;
      for (const id of ["d1", "d2", "d3", "d4", "d5"]) await deliveries.reserve(reservation(id), work(id));
      await deliveries.update("acme", "d1", { state: "unknown", updatedAt: NOW });
      for (const id of ["d2", "d3"]) {
        await deliveries.update("acme", id, { state: "failed", code: "PLATFORM_AUTH", updatedAt: NOW });
      }
      await deliveries.update("acme", "d4", { state: "failed", code: "OTHER", updatedAt: NOW });
      const ids = async () => {
        const found = await deliveries.list("acme", { needsALook: ["PLATFORM_AUTH"], limit: 9 });
        return found.map(({ id }) => id).toSorted();
      };
      expect(await ids()).toEqual(["d1", "d2", "d3"]);
      await deliveries.reserve(reservation("again", "d3"), work("again"));
      await deliveries.update("acme", "d2", { leftAt: NOW, updatedAt: NOW });
      expect(await ids()).toEqual(["d1"]);
    }),
  );

  test(
    "What is unknown is let go for its successor in one step, and the job's item follows",
    onFresh(open, async ({ store }) => {
      await make(store, "j1", [item("d1", "v1")]);
      const gone = { id: "d1", code: "OUTCOME_UNKNOWN", message: "Not there." };
      const next = () => store.deliveries.reserve(reservation("d2", "v1"), work("d2"), gone);
      await expect(next()).rejects.toMatchObject({ code: "DELIVERY_MOVED" });
      await store.deliveries.update("acme", "d1", { state: "unknown", updatedAt: NOW });
      expect(await next()).toMatchObject({ reserved: true, delivery: { id: "d2", state: "waiting" } });
      expect(await store.deliveries.get("acme", "d1")).toMatchObject({
        state: "failed",
        message: "Not there.",
      });
      expect(await states(store)).toEqual([[1, false, "d2", null]]);
    }),
  );
}
