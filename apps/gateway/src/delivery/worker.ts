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
/** Until the queue is asked again that could not be asked. */
const PAUSE_WITHOUT_QUEUE = 5000;
/** Never sleeps longer, so that what another process adds or a clock that was set is noticed; nor shorter: it never spins. */
const LONGEST_SLEEP = 15_000;
const SHORTEST_SLEEP = 50;

/** Works off the queue: wakes when the next job is due or when told, several lanes side by side. */
export function createWorker(parts: WorkerParts): Worker {
  const { queue, clock, onError, timers = realTimers } = parts;
  const stopping = new AbortController();
  const crew = createCrew(parts, stopping.signal, wake);
  let started = false;
  let cancelSleep: (() => void) | undefined;
  let pumping: Promise<void> | undefined;
  let again = false;

  const sleep = async () => {
    if (stopping.signal.aborted || crew.isFull()) return;
    const at = (await queue.nextAt()) ?? Infinity;
    if (stopping.signal.aborted) return;
    cancelSleep = timers(Math.min(LONGEST_SLEEP, Math.max(SHORTEST_SLEEP, at - clock())), wake);
  };

  const pump = async () => {
    do {
      again = false;
      cancelSleep?.();
      await crew.fill();
      if (!again) await sleep();
    } while (again);
  };

  function wake(): void {
    again = true;
    if (!started || stopping.signal.aborted || pumping) return;
    pumping = pump()
      .catch((error: unknown) => {
        onError(error, undefined);
        cancelSleep = timers(PAUSE_WITHOUT_QUEUE, wake);
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
      await crew.end();
    },
  };
}

/** The jobs that run at this moment. */
interface Crew {
  isFull(): boolean;
  /** Claims what is due, as far as there is room. */
  fill(): Promise<void>;
  /** Once all that runs has come to an end. */
  end(): Promise<void>;
}

function createCrew(parts: WorkerParts, stopping: AbortSignal, onFree: () => void): Crew {
  const { queue, clock, onError, parallel = 4 } = parts;
  const running = new Set<Promise<void>>();
  const isFull = () => running.size >= parallel;

  const begin = (job: Job) => {
    const task = workOff(job, parts, stopping)
      .catch((error: unknown) => onError(error, job))
      .finally(() => {
        running.delete(task);
        onFree();
      });
    running.add(task);
  };

  return {
    isFull,
    async fill() {
      while (!stopping.aborted && !isFull()) {
        const job = await queue.claim(clock(), LEASE);
        if (!job) break;
        begin(job);
      }
    },
    async end() {
      await Promise.all(running);
    },
  };
}

/** One job, from its claim to what becomes of it. */
async function workOff(job: Job, parts: WorkerParts, stopping: AbortSignal): Promise<void> {
  const { queue, clock, run, onError } = parts;
  const lost = new AbortController();
  const release = keepLease(parts, job, () => lost.abort());
  try {
    const next = await run(job, AbortSignal.any([stopping, lost.signal]));
    if (next === "done") await queue.done(job);
    else await queue.retry(job, next.retryAt);
  } catch (error) {
    onError(error, job);
    await queue.retry(job, clock() + PAUSE_AFTER_ERROR);
  } finally {
    release();
  }
}

/** Extends the lease for as long as the job runs; tells where somebody else may have the job by now. */
function keepLease(parts: WorkerParts, job: Job, onLost: () => void): () => void {
  const { queue, clock, onError, timers = realTimers } = parts;
  const extend = () => {
    queue
      .extend(job, clock() + LEASE)
      .then((held) => held || onLost())
      .catch((error: unknown) => onError(error, job));
    cancel = timers(LEASE / 3, extend);
  };
  let cancel = timers(LEASE / 3, extend);
  return () => cancel();
}

export const realTimers: Timers = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};
