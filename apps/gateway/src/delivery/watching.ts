import type { Millis } from "@gatefold/core";
import type { DeliveryItem, DeliveryJobs, DeliveryTally } from "@gatefold/store";
import type { Timers } from "./worker.ts";

export interface WatchedJob {
  readonly account: string;
  readonly id: string;
}

/** What became of a job since it was told last. */
export interface News {
  readonly items: readonly DeliveryItem[];
  readonly tallies: readonly DeliveryTally[];
}

/** One who follows a job. */
export interface Follower {
  /** The next news; undefined where there is none for so many milliseconds, or the signal is aborted. */
  next(ms: number, signal: AbortSignal): Promise<News | undefined>;
  /** What is known to the follower already is no news. */
  knows(items: readonly DeliveryItem[]): void;
  end(): void;
}

/**
 * Follows jobs through the store, since another node may do their work: while anybody listens, what changed in all the
 * jobs that are listened to is read together, so that a hundred listeners cost what one does.
 */
export interface Watch {
  follow(job: WatchedJob, since: Millis): Follower;
  /** Something changed here: looks at once. */
  hasten(): void;
}

/** Between two looks, while somebody listens. */
const ROUND_MS = 500;
/** Writers' clocks differ, and what was written earlier may be committed later: so far back is looked again. */
export const SLACK_MS = 10_000;

interface Listener {
  readonly job: WatchedJob;
  readonly told: Map<number, string>;
  news: News | undefined;
  wake: () => void;
}

export function createWatch(parts: {
  readonly jobs: Pick<DeliveryJobs, "changed" | "tallies">;
  readonly onError: (error: unknown) => void;
  readonly timers: Timers;
}): Watch {
  const { jobs, onError, timers } = parts;
  const listeners = new Set<Listener>();
  let since: Millis = 0;
  let running = false;
  let again = false;
  let cancel: (() => void) | undefined;

  const round = async () => {
    const watched = new Map([...listeners].map(({ job }) => [job.id, job]));
    const items = await jobs.changed([...watched.values()], since - SLACK_MS);
    since = Math.max(since, ...items.map(({ delivery }) => delivery?.updatedAt ?? 0));
    const fresh = [...listeners].flatMap((listener) => {
      const own = items.filter((item) => item.job === listener.job.id && isNews(listener, item));
      return own.length > 0 ? [{ listener, own }] : [];
    });
    const byAccount = Map.groupBy(fresh, ({ listener }) => listener.job.account);
    for (const [account, some] of byAccount) {
      const ids = [...new Set(some.map(({ listener }) => listener.job.id))];
      const tallies = await jobs.tallies(account, ids);
      for (const { listener, own } of some) tell(listener, own, tallies.get(listener.job.id) ?? []);
    }
  };

  const run = () => {
    if (listeners.size === 0) return;
    if (running) {
      again = true;
      return;
    }
    cancel?.();
    running = true;
    void round()
      .catch(onError)
      .finally(() => {
        running = false;
        const soon = again;
        again = false;
        if (soon) run();
        else if (listeners.size > 0) cancel = timers(ROUND_MS, run);
      });
  };

  return {
    hasten: run,
    follow(job, from) {
      const listener: Listener = { job, told: new Map(), news: undefined, wake: () => {} };
      since = listeners.size === 0 ? from : Math.min(since, from);
      listeners.add(listener);
      run();
      return {
        knows(items) {
          for (const item of items) listener.told.set(item.number, signatureOf(item));
        },
        next: (ms, signal) => nextOf(listener, ms, signal, timers),
        end() {
          listeners.delete(listener);
          listener.wake();
          if (listeners.size === 0) cancel?.();
        },
      };
    },
  };
}

function isNews({ told }: Listener, item: DeliveryItem): boolean {
  return told.get(item.number) !== signatureOf(item);
}

/** What of an item is told; a change of anything else is none. */
function signatureOf({ delivery }: DeliveryItem): string {
  if (!delivery) return "";
  const { id, state, code, message, externalUrl, nextAt } = delivery;
  return JSON.stringify([id, state, code, message, externalUrl, nextAt]);
}

/** News that nobody has fetched yet is told with what comes after it. */
function tell(listener: Listener, items: readonly DeliveryItem[], tallies: readonly DeliveryTally[]): void {
  for (const item of items) listener.told.set(item.number, signatureOf(item));
  const waiting = listener.news?.items.filter(({ number }) => !items.some((item) => item.number === number));
  listener.news = { items: [...(waiting ?? []), ...items], tallies };
  listener.wake();
}

async function nextOf(
  listener: Listener,
  ms: number,
  signal: AbortSignal,
  timers: Timers,
): Promise<News | undefined> {
  if (!listener.news && !signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = timers(ms, resolve);
    const stop = () => resolve();
    signal.addEventListener("abort", stop);
    listener.wake = resolve;
    await promise;
    // The signal lives as long as the stream; what waits for it only as long as this.
    signal.removeEventListener("abort", stop);
    cancel();
  }
  const { news } = listener;
  listener.news = undefined;
  return news;
}
