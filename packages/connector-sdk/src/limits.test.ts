import { expect, it } from "vitest";

import { fakeTime } from "../test/example.ts";
import type { Limit } from "./index.ts";
import { createLimits } from "./limits.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const signal = new AbortController().signal;

const limited = (limits: Record<string, Limit>, patience = 2 * MINUTE) => {
  const time = fakeTime(0);
  return { time, limits: createLimits({ limits, clock: time.clock, sleep: time.sleep, patience }) };
};

it("lets a window's number through at once, and the next when the first has left it", async () => {
  const { time, limits } = limited({ up: { perSecond: 3 } });
  for (const at of [0, 0, 0, 1000, 1000, 1000, 2000]) {
    await limits.take("c", "up", signal);
    expect(time.now).toBe(at);
  }
});

it("never holds more than the number in any stretch of the window's length", async () => {
  const { time, limits } = limited({ up: { perSecond: 2 } });
  time.now = 900;
  await limits.take("c", "up", signal);
  await limits.take("c", "up", signal);
  time.now = 1000;
  await limits.take("c", "up", signal);
  expect(time.now).toBe(1900);
});

it("keeps within all windows at once", async () => {
  const { time, limits } = limited({ up: { perSecond: 2, perMinute: 3 } });
  const ats = [];
  for (let round = 0; round < 6; round += 1) {
    await limits.take("c", "up", signal);
    ats.push(time.now);
  }
  expect(ats).toEqual([0, 0, 1000, MINUTE, MINUTE, MINUTE + 1000]);
});

it("counts each connection and each bucket on its own", async () => {
  const { time, limits } = limited({ up: { perSecond: 1 }, down: { perSecond: 1 } });
  await limits.take("c", "up", signal);
  await limits.take("d", "up", signal);
  await limits.take("c", "down", signal);
  expect(time.now).toBe(0);
});

it("gives those who wait places one after another", async () => {
  const slept: number[] = [];
  const limits = createLimits({
    limits: { up: { perSecond: 1 } },
    clock: () => 0,
    sleep: async (ms) => void slept.push(ms),
    patience: MINUTE,
  });
  await Promise.all([1, 2, 3, 4].map(() => limits.take("c", "up", signal)));
  expect(slept).toEqual([1000, 2000, 3000]);
});

it("refuses to wait longer than its patience, and says how long it would have been", async () => {
  const { time, limits } = limited({ up: { perMinute: 1 } }, 10_000);
  await limits.take("c", "up", signal);
  time.now = 5000;
  await expect(limits.take("c", "up", signal)).rejects.toMatchObject({
    code: "PLATFORM_RATE_LIMITED",
    retryAfter: 55_000,
  });
  expect(time.slept).toEqual([]);
  time.now = 55_000;
  await limits.take("c", "up", signal);
  expect(time.slept).toEqual([5000]);
});

it("calls a day's number used up for what it is, at once, until its window ends", async () => {
  const { time, limits } = limited({ up: { perDay: 2 } }, 2 * DAY);
  await limits.take("c", "up", signal);
  time.now = 1000;
  await limits.take("c", "up", signal);
  const used = { code: "PLATFORM_DAILY_QUOTA", next: "later" };
  await expect(limits.take("c", "up", signal)).rejects.toMatchObject({ ...used, retryAfter: DAY - 1000 });
  time.now = DAY - 1;
  await expect(limits.take("c", "up", signal)).rejects.toMatchObject({ ...used, retryAfter: 1 });
  expect(time.slept).toEqual([]);
  time.now = DAY;
  await limits.take("c", "up", signal);
  await expect(limits.take("c", "up", signal)).rejects.toMatchObject({ ...used, retryAfter: 1000 });
});

it("takes a place back that was released, once, and none that was spent", async () => {
  const { limits } = limited({ up: { perDay: 1 } });
  const first = await limits.take("c", "up", signal);
  first.release();
  first.release();
  const second = await limits.take("c", "up", signal);
  expect(first.spend()).toBe(false);
  expect(second.spend()).toBe(true);
  expect(second.spend()).toBe(false);
  second.release();
  await expect(limits.take("c", "up", signal)).rejects.toMatchObject({ code: "PLATFORM_DAILY_QUOTA" });
});

it("gives the place back when the wait is cancelled, and when it was over before it began", async () => {
  const stop = new AbortController();
  const limits = createLimits({
    limits: { up: { perSecond: 1, perDay: 2 } },
    clock: () => 0,
    sleep: async (_ms, aborted) => {
      stop.abort();
      aborted.throwIfAborted();
    },
    patience: MINUTE,
  });
  await limits.take("c", "up", stop.signal);
  await expect(limits.take("c", "up", stop.signal)).rejects.toMatchObject({ code: "CANCELLED" });
  await expect(limits.take("c", "up", stop.signal)).rejects.toMatchObject({ code: "CANCELLED" });
  expect(limits.left("c")).toMatchObject([{ remaining: 1 }]);
});

it("stays shut as long as the platform said, and calls more than a minute the day's number", async () => {
  const { time, limits } = limited({ up: { perSecond: 5, perDay: 9 }, read: { perSecond: 5 } });
  limits.shut("c", "up", 30_000);
  await limits.take("c", "up", signal);
  expect(time.now).toBe(30_000);
  limits.shut("c", "up", 61_000);
  await expect(limits.take("c", "up", signal)).rejects.toMatchObject({
    code: "PLATFORM_DAILY_QUOTA",
    retryAfter: 61_000,
  });
  await limits.take("d", "up", signal);
  limits.shut("c", "read", 61_000);
  await limits.take("c", "read", signal);
  expect(time.now).toBe(91_000);
});

it("keeps the order of places when the clock steps back a little", async () => {
  const { time, limits } = limited({ up: { perSecond: 2 } });
  time.now = 10_000;
  await limits.take("c", "up", signal);
  time.now = 9000;
  await limits.take("c", "up", signal);
  expect(time.now).toBe(10_000);
});

it("counts anew when the clock is set back, instead of waiting for a day that was only tried out", async () => {
  const { time, limits } = limited({ up: { perDay: 1 } });
  time.now = 3 * DAY;
  await limits.take("c", "up", signal);
  limits.shut("c", "up", DAY);
  time.now = 0;
  await limits.take("c", "up", signal);
  expect(time.now).toBe(0);
  expect(limits.left("c")).toMatchObject([{ remaining: 0, resetsAt: DAY }]);
});

it("says what is left of a day, and what the platform last said", async () => {
  const { time, limits } = limited({ up: { perDay: 3 }, read: { perSecond: 5 } });
  const day = { bucket: "up", countedBy: "gatefold", limit: 3 };
  expect(limits.left("c")).toEqual([{ ...day, remaining: 3, resetsAt: null }]);
  await limits.take("c", "up", signal);
  const rate = { limit: 10, remaining: 9, resetsAt: 1000 };
  limits.note("c", "read", rate);
  expect(limits.left("c")).toEqual([
    { ...day, remaining: 2, resetsAt: DAY },
    { bucket: "read", countedBy: "platform", ...rate },
  ]);
  time.now = DAY;
  expect(limits.left("c")[0]).toEqual({ ...day, remaining: 3, resetsAt: null });
});
