import type { Job, Queue } from "@gatefold/store";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createWorker, type Timers, type WorkerParts } from "./worker.ts";

/** A queue as the contract says it, in memory. */
function memoryQueue(clock: () => number) {
  type Row = Job & { leasedUntil: number; done: boolean };
  const rows = new Map<string, Row>();
  const busy = (lane: string | null) =>
    [...rows.values()].some((row) => row.lane !== null && row.lane === lane && row.leasedUntil > clock());
  const queue: Queue & { rows: typeof rows } = {
    rows,
    async add(job) {
      rows.set(job.id, { ...job, attempts: 0, leasedUntil: 0, done: false });
    },
    async claim(now, leaseMs) {
      const due = [...rows.values()].filter(
        (row) => row.runAt <= now && row.leasedUntil <= now && !busy(row.lane),
      );
      const row = due.toSorted((a, b) => a.runAt - b.runAt)[0];
      if (!row) return undefined;
      Object.assign(row, { leasedUntil: now + leaseMs, attempts: row.attempts + 1 });
      return { ...row };
    },
    async extend({ id, attempts }, until) {
      const isHeld = rows.get(id)?.attempts === attempts;
      if (isHeld) Object.assign(rows.get(id) ?? {}, { leasedUntil: until });
      return isHeld;
    },
    async retry({ id, attempts }, runAt) {
      const isHeld = rows.get(id)?.attempts === attempts;
      if (isHeld) Object.assign(rows.get(id) ?? {}, { runAt, leasedUntil: 0 });
      return isHeld;
    },
    async done({ id, attempts }) {
      return rows.get(id)?.attempts === attempts && rows.delete(id);
    },
    async nextAt() {
      const times = [...rows.values()].map((row) => Math.max(row.runAt, row.leasedUntil));
      return times.length > 0 ? Math.min(...times) : undefined;
    },
  };
  return queue;
}

let now: number;
let queue: ReturnType<typeof memoryQueue>;
let alarms: { at: number; callback: () => void }[];
let errors: unknown[];

const timers: Timers = (ms, callback) => {
  const alarm = { at: now + ms, callback };
  alarms.push(alarm);
  return () => {
    alarms = alarms.filter((other) => other !== alarm);
  };
};

/** Lets what can run now run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function advance(ms: number) {
  const end = now + ms;
  for (;;) {
    const next = alarms.toSorted((a, b) => a.at - b.at)[0];
    if (!next || next.at > end) break;
    now = Math.max(now, next.at);
    alarms = alarms.filter((alarm) => alarm !== next);
    next.callback();
    await settle();
  }
  now = end;
}

const add = (id: string, lane: string | null = null, runAt = now) =>
  queue.add({ id, account: "a", kind: "delivery", body: null, runAt, lane });

const create = (run: WorkerParts["run"], parallel = 4) =>
  createWorker({
    queue,
    clock: () => now,
    run,
    parallel,
    timers,
    onError: (error) => errors.push(error),
  });

/** A run that stays until it is let go. */
function held() {
  const going = new Map<string, () => void>();
  const run: WorkerParts["run"] = (job) =>
    new Promise((resolve) => {
      going.set(job.id, () => {
        going.delete(job.id);
        resolve("done");
      });
    });
  return { run, going };
}

beforeEach(() => {
  now = 0;
  alarms = [];
  errors = [];
  queue = memoryQueue(() => now);
});

describe("the worker", () => {
  it("runs what waits when it starts, and what is added when it is woken", async () => {
    const run = vi.fn<WorkerParts["run"]>(async () => "done");
    await add("one");
    const worker = create(run);
    worker.start();
    await settle();
    expect(run).toHaveBeenCalledTimes(1);
    await add("two");
    worker.wake();
    await settle();
    expect(run).toHaveBeenCalledTimes(2);
    expect(queue.rows.size).toBe(0);
  });

  it("does nothing before it is started", async () => {
    const run = vi.fn<WorkerParts["run"]>(async () => "done");
    await add("one");
    create(run).wake();
    await settle();
    expect(run).not.toHaveBeenCalled();
  });

  it("sleeps until the next job is due, with one alarm", async () => {
    const run = vi.fn<WorkerParts["run"]>(async () => "done");
    await add("later", null, 40_000);
    create(run).start();
    await settle();
    expect(alarms).toHaveLength(1);
    await advance(39_999);
    expect(run).not.toHaveBeenCalled();
    await advance(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("brings a job back when it asks to be retried", async () => {
    const times: number[] = [];
    await add("one");
    create(async () => {
      times.push(now);
      return times.length === 1 ? { retryAt: 5000 } : "done";
    }).start();
    await settle();
    await advance(5000);
    expect(times).toEqual([0, 5000]);
  });

  it("runs one job of a connection at a time, and several connections side by side", async () => {
    const { run, going } = held();
    for (const [id, lane] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b1", "b"],
    ] as const)
      await add(id, lane);
    create(run).start();
    await settle();
    expect([...going.keys()]).toEqual(["a1", "b1"]);
    going.get("a1")?.();
    await settle();
    expect([...going.keys()]).toEqual(["b1", "a2"]);
  });

  it("runs no more side by side than it was told", async () => {
    const { run, going } = held();
    for (const id of ["a", "b", "c"]) await add(id, id);
    create(run, 2).start();
    await settle();
    expect(going.size).toBe(2);
    going.get("a")?.();
    await settle();
    expect([...going.keys()]).toEqual(["b", "c"]);
  });

  it("keeps its lease for as long as a job runs", async () => {
    const { run, going } = held();
    await add("long");
    create(run).start();
    await settle();
    await advance(300_000);
    expect(queue.rows.get("long")?.leasedUntil).toBeGreaterThan(now);
    expect(queue.rows.get("long")?.attempts).toBe(1);
    going.get("long")?.();
    await settle();
    expect(queue.rows.size).toBe(0);
  });

  it("tells a job whose lease was lost, and leaves it to whoever has it", async () => {
    const signals: AbortSignal[] = [];
    const { run, going } = held();
    await add("long");
    create((job, signal) => {
      signals.push(signal);
      return run(job, signal);
    }).start();
    await settle();
    Object.assign(queue.rows.get("long")!, { attempts: 2, leasedUntil: 60_000 });
    await advance(10_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    going.get("long")?.();
    await settle();
    expect(queue.rows.size).toBe(1);
  });

  it("looks from time to time for what other processes added", async () => {
    const run = vi.fn<WorkerParts["run"]>(async () => "done");
    create(run).start();
    await settle();
    await add("theirs");
    await advance(15_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("reports what a job throws and tries it again after a pause", async () => {
    const run = vi.fn<WorkerParts["run"]>(async () => "done");
    run.mockRejectedValueOnce(new Error("boom"));
    await add("one");
    create(run).start();
    await settle();
    expect(errors).toEqual([new Error("boom")]);
    await advance(30_000);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("lives through a queue that fails", async () => {
    const run = vi.fn<WorkerParts["run"]>(async () => "done");
    await add("one");
    vi.spyOn(queue, "claim").mockRejectedValueOnce(new Error("disk"));
    create(run).start();
    await settle();
    expect(errors).toEqual([new Error("disk")]);
    await advance(30_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("stops: claims no more, tells what runs, and waits for it", async () => {
    const signals: AbortSignal[] = [];
    const { run, going } = held();
    for (const id of ["a", "b"]) await add(id, id);
    const worker = create((job, signal) => {
      signals.push(signal);
      return run(job, signal);
    }, 1);
    worker.start();
    await settle();
    let stopped = false;
    const stopping = worker.stop().finally(() => {
      stopped = true;
    });
    await settle();
    expect(signals[0]?.aborted).toBe(true);
    expect(stopped).toBe(false);
    going.get("a")?.();
    await stopping;
    worker.wake();
    await settle();
    expect(signals).toHaveLength(1);
    expect(alarms).toEqual([]);
  });
});
