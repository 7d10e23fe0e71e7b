import { expect, test } from "vitest";
import type { NewJob, Queue } from "../../src/index.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const NOW = 1_764_000_000_000;
const LEASE = 1000;

function job(id: string, runAt = NOW, lane: string | null = null, account = "acme"): NewJob {
  return { id, account, kind: "deliver", body: { of: id }, runAt, lane };
}

async function claimed(queue: Queue, now = NOW): Promise<string | undefined> {
  return (await queue.claim(now, LEASE))?.id;
}

export function queueSuite(open: OpenHarness): void {
  test(
    "Of one account, the job that waits longest is claimed first, and none before it is due",
    onFresh(open, async ({ store: { queue } }) => {
      for (const added of [job("late", NOW + 10), job("second", NOW), job("first", NOW - 10)]) {
        await queue.add(added);
      }
      expect(await queue.claim(NOW, LEASE)).toEqual({ ...job("first", NOW - 10), attempts: 1 });
      expect(await claimed(queue)).toBe("second");
      expect(await claimed(queue)).toBeUndefined();
      expect(await claimed(queue, NOW + 10)).toBe("late");
    }),
  );

  test(
    "A job is one claimer's until its lease runs out, then it is claimed again",
    onFresh(open, async ({ store: { queue } }) => {
      await queue.add(job("a"));
      await queue.claim(NOW, LEASE);
      expect(await claimed(queue, NOW + LEASE - 1)).toBeUndefined();
      expect(await queue.claim(NOW + LEASE, LEASE)).toMatchObject({ id: "a", attempts: 2 });
      expect(await queue.extend({ id: "a", attempts: 2 }, NOW + 9 * LEASE)).toBe(true);
      expect(await claimed(queue, NOW + 9 * LEASE - 1)).toBeUndefined();
      expect(await claimed(queue, NOW + 9 * LEASE)).toBe("a");
    }),
  );

  test(
    "A job that is retried waits for its time, and one that is done never comes back",
    onFresh(open, async ({ store: { queue } }) => {
      await queue.add(job("a"));
      await queue.claim(NOW, LEASE);
      expect(await queue.retry({ id: "a", attempts: 1 }, NOW + 5)).toBe(true);
      expect(await claimed(queue, NOW + 4)).toBeUndefined();
      expect(await queue.claim(NOW + 5, LEASE)).toMatchObject({ id: "a", attempts: 2, runAt: NOW + 5 });
      expect(await queue.done({ id: "a", attempts: 2 })).toBe(true);
      expect(await claimed(queue, NOW + 99 * LEASE)).toBeUndefined();
    }),
  );

  test(
    "Jobs of one lane are leased one at a time, those of others beside it",
    onFresh(open, async ({ store: { queue } }) => {
      const jobs = [
        job("a1", NOW, "a"),
        job("a2", NOW + 1, "a"),
        job("b1", NOW + 2, "b"),
        job("c1", NOW + 3),
      ];
      for (const added of [...jobs, job("c2", NOW + 4), job("x1", NOW + 5, "a", "other")])
        await queue.add(added);
      const later = NOW + 10;
      const order = [];
      for (let turn = 0; turn < 6; turn += 1) order.push(await claimed(queue, later));
      expect(order).toEqual(["a1", "x1", "b1", "c1", "c2", undefined]);
      await queue.done({ id: "a1", attempts: 1 });
      expect(await claimed(queue, later)).toBe("a2");
    }),
  );

  test(
    "The account with the fewest leases comes first, whatever waits before it",
    onFresh(open, async ({ store: { queue } }) => {
      for (const number of [1, 2, 3, 4]) await queue.add(job(`big-${number}`, NOW, `lane-${number}`, "big"));
      for (const number of [1, 2]) await queue.add(job(`small-${number}`, NOW + 5, null, "small"));
      const order = [];
      for (let turn = 0; turn < 5; turn += 1) order.push(await claimed(queue, NOW + 5));
      expect(order).toEqual(["big-1", "small-1", "big-2", "small-2", "big-3"]);
      for (const id of ["small-1", "small-2"]) await queue.done({ id, attempts: 1 });
      await queue.add(job("small-3", NOW + 6, null, "small"));
      expect(await claimed(queue, NOW + 6)).toBe("small-3");
    }),
  );

  test(
    "Whose lease ran out can't settle what was claimed again since",
    onFresh(open, async ({ store: { queue } }) => {
      await queue.add(job("a"));
      const first = (await queue.claim(NOW, LEASE))!;
      const second = (await queue.claim(NOW + LEASE, LEASE))!;
      expect(await queue.extend(first, NOW + 9 * LEASE)).toBe(false);
      expect(await queue.retry(first, NOW)).toBe(false);
      expect(await queue.done(first)).toBe(false);
      expect(await claimed(queue, NOW + 2 * LEASE - 1)).toBeUndefined();
      expect(await queue.done(second)).toBe(true);
      expect(await queue.nextAt()).toBeUndefined();
    }),
  );

  test(
    "A lease that ran out is not extended once its lane was looked at, but its job can still be settled",
    onFresh(open, async ({ store: { queue } }) => {
      await queue.add(job("a1", NOW + 1, "a"));
      const first = (await queue.claim(NOW + 1, LEASE))!;
      await queue.add(job("a0", NOW, "a"));
      expect(await claimed(queue, NOW + 1 + LEASE)).toBe("a0");
      expect(await queue.extend(first, NOW + 9 * LEASE)).toBe(false);
      expect(await queue.done(first)).toBe(true);
    }),
  );

  test(
    "A lane whose worker crashed is free when the lease runs out",
    onFresh(open, async ({ store: { queue } }) => {
      await queue.add(job("a1", NOW, "a"));
      await queue.add(job("a2", NOW + 1, "a"));
      expect(await claimed(queue)).toBe("a1");
      expect(await claimed(queue, NOW + LEASE)).toBe("a1");
      await queue.retry({ id: "a1", attempts: 2 }, NOW + 9 * LEASE);
      expect(await claimed(queue, NOW + LEASE)).toBe("a2");
    }),
  );

  test(
    "Many claims at once never get the same job, nor two of one lane",
    onFresh(open, async ({ store, another }) => {
      const queues = [store.queue, (await another()).queue];
      for (let number = 0; number < 10; number += 1) {
        await store.queue.add(job(`free-${number}`));
        await store.queue.add(job(`laned-${number}`, NOW, "lane"));
      }
      const race = Array.from({ length: 30 }, (_, turn) => claimed(queues[turn % 2] ?? store.queue));
      const ids = (await Promise.all(race)).filter((id) => id !== undefined);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(11);
      expect(ids.filter((id) => id.startsWith("laned"))).toHaveLength(1);
    }),
  );

  test(
    "Of many claims of one lane at once one gets a job, and the others none",
    onFresh(open, async ({ store, another }) => {
      const queues = [store.queue, (await another()).queue];
      for (let number = 0; number < 10; number += 1)
        await store.queue.add(job(`laned-${number}`, NOW, "lane"));
      for (let round = 0; round < 10; round += 1) {
        const race = Array.from({ length: 8 }, (_, turn) => queues[turn % 2]!.claim(NOW, LEASE));
        const jobs = (await Promise.all(race)).filter((one) => one !== undefined);
        expect(jobs).toHaveLength(1);
        expect(await store.queue.done(jobs[0]!)).toBe(true);
      }
    }),
  );

  test(
    "The next time to look is when a job is due and its lane free",
    onFresh(open, async ({ store: { queue } }) => {
      expect(await queue.nextAt()).toBeUndefined();
      await queue.add(job("a1", NOW, "a"));
      await queue.add(job("a2", NOW + 1, "a"));
      await queue.add(job("b", NOW + 5 * LEASE));
      expect(await queue.nextAt()).toBe(NOW);
      await queue.claim(NOW, LEASE);
      expect(await queue.nextAt()).toBe(NOW + LEASE);
      await queue.extend({ id: "a1", attempts: 1 }, NOW + 7 * LEASE);
      expect(await queue.nextAt()).toBe(NOW + 5 * LEASE);
      await queue.done({ id: "a1", attempts: 1 });
      expect(await queue.nextAt()).toBe(NOW + 1);
    }),
  );

  test(
    "A job's body comes back as it was given, and its id is taken once",
    onFresh(open, async ({ store: { queue } }) => {
      const body = { list: [1, null, "é\u{1F5BC}"], deep: { yes: true } };
      await queue.add({ ...job("a"), body });
      await expect(queue.add(job("a"))).rejects.toThrow();
      expect((await queue.claim(NOW, LEASE))?.body).toEqual(body);
    }),
  );
}
