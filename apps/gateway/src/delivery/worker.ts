import type { Millis } from "@gatefold/core";
import type { Job, Queue } from "@gatefold/store";

/** What becomes of a job that ran: over, or back into the queue until then. */
export type Next = "done" | { readonly retryAt: Millis };

export interface Worker {
  start(): void;
  /** There may be something to do: a job was added, or the clock was set. */
  wake(): void;
  /** Claims nothing more, tells what runs to come to an end, and waits for it. */
  stop(): Promise<void>;
}

export interface WorkerParts {
  readonly queue: Queue;
  readonly clock: () => Millis;
  /** Runs one job. What it throws is logged, and the job comes again after a pause. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<Next>;
  readonly onError: (error: unknown, job: Job | undefined) => void;
  /** Jobs at a time; one of a lane. */
  readonly parallel?: number;
  readonly timers?: Timers;
}

/** Calls back once after so many milliseconds; answers how to call it off. */
export type Timers = (ms: number, callback: () => void) => () => void;

/** A job whose worker died is claimed again after this. */
const LEASE = 30_000;
const PAUSE_AFTER_ERROR = 30_000;
/** Never sleeps longer, so that a clock which was set is noticed, nor shorter, so that it never spins. */
const LONGEST_SLEEP = 60_000;
const SHORTEST_SLEEP = 50;

/** Works off the queue: wakes when the next job is due or when told, several lanes side by side. */
export function createWorker(parts: WorkerParts): Worker {
  const { queue, clock, run, onError, parallel = 4, timers = realTimers } = parts;
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let started = false;
  let cancelSleep: (() => void) | undefined;
  let pumping: Promise<void> | undefined;
  let again = false;

  const work = async (job: Job) => {
    const release = keepLease(queue, job, clock, timers, onError);
    try {
      const next = await run(job, stopping.signal);
      if (next === "done") await queue.done(job.id);
      else await queue.retry(job.id, next.retryAt);
    } catch (error) {
      onError(error, job);
      await queue.retry(job.id, clock() + PAUSE_AFTER_ERROR);
    } finally {
      release();
    }
  };

  const begin = (job: Job) => {
    const task = work(job)
      .catch((error: unknown) => onError(error, job))
      .finally(() => {
        running.delete(task);
        wake();
      });
    running.add(task);
  };

  const fill = async () => {
    while (!stopping.signal.aborted && running.size < parallel) {
      const job = await queue.claim(clock(), LEASE);
      if (!job) break;
      begin(job);
    }
  };

  const sleep = async () => {
    if (stopping.signal.aborted || running.size >= parallel) return;
    const at = await queue.nextAt();
    if (at === undefined || stopping.signal.aborted) return;
    cancelSleep = timers(Math.min(LONGEST_SLEEP, Math.max(SHORTEST_SLEEP, at - clock())), wake);
  };

  const pump = async () => {
    do {
      again = false;
      cancelSleep?.();
      await fill();
      if (!again) await sleep();
    } while (again);
  };

  function wake(): void {
    again = true;
    if (!started || stopping.signal.aborted || pumping) return;
    pumping = pump()
      .catch((error: unknown) => {
        onError(error, undefined);
        cancelSleep = timers(PAUSE_AFTER_ERROR, wake);
      })
      .finally(() => {
        pumping = undefined;
        if (again) wake();
      });
  }

  return {
    start() {
      started = true;
      wake();
    },
    wake,
    async stop() {
      stopping.abort();
      await pumping;
      cancelSleep?.();
      await Promise.all(running);
    },
  };
}

/** Extends the lease for as long as the job runs. */
function keepLease(
  queue: Queue,
  job: Job,
  clock: () => Millis,
  timers: Timers,
  onError: WorkerParts["onError"],
): () => void {
  const extend = () => {
    queue.extend(job.id, clock() + LEASE).catch((error: unknown) => onError(error, job));
    cancel = timers(LEASE / 3, extend);
  };
  let cancel = timers(LEASE / 3, extend);
  return () => cancel();
}

const realTimers: Timers = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};
