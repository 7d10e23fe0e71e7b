import type { Limit, Rate } from "./contract.ts";
import { CancelledError, DailyQuotaError, RateLimitedError } from "./errors.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** Waits real or simulated milliseconds; rejects as soon as the signal is aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** A kept place for one request of a bucket. */
export interface Turn {
  readonly bucket: string;
  /** True once: the request this was kept for may go. */
  spend(): boolean;
  /** Gives the place back unless it was spent. */
  release(): void;
}

/** How much of a bucket is left: as we counted a day's number, or as the platform last said. */
export interface Quota {
  readonly bucket: string;
  readonly countedBy: "gatefold" | "platform";
  readonly limit: number | null;
  readonly remaining: number;
  /** Milliseconds since 1970. */
  readonly resetsAt: number | null;
}

export interface Limits {
  /**
   * Keeps a place for one request, waiting for seconds' and minutes' numbers up to the patience. `RateLimitedError`
   * where that would take longer, `DailyQuotaError` where the day's number is used up; neither waits.
   */
  take(owner: string, bucket: string, signal: AbortSignal): Promise<Turn>;
  /** The platform said: not within so many milliseconds. */
  shut(owner: string, bucket: string, waitMs: number): void;
  /** The platform said what is left. */
  note(owner: string, bucket: string, rate: Rate): void;
  left(owner: string): Quota[];
}

/** One bucket of one owner of limits, a connection or the account behind several: when its requests went or will go, in order, and until when the platform wants none. */
interface Book {
  /** The clock's latest reading. */
  seen: number;
  times: number[];
  shutUntil: number;
  rate: Rate | null;
}

/**
 * Keeps every owner within `meta.limits`. No stretch of a window's length ever holds more than its number, so the
 * platform may begin its windows wherever it likes. Counts live in memory: after a restart the platform's own 429 rules.
 */
export const createLimits = (deps: {
  readonly limits: Readonly<Record<string, Limit>>;
  readonly clock: () => number;
  readonly sleep: Sleep;
  /** The longest wait, in milliseconds. */
  readonly patience: number;
}): Limits => {
  const books = new Map<string, Book>();
  const limitOf = new Map(Object.entries(deps.limits));

  const bookOf = (owner: string, bucket: string): Book => {
    const key = JSON.stringify([owner, bucket]);
    const now = deps.clock();
    const kept = books.get(key);
    // Only a clock that is set by hand goes back so far; what it counted lies in a future that may never come.
    const book = kept === undefined || now < kept.seen - MINUTE ? newBook() : kept;
    book.seen = now;
    books.set(key, book);
    return book;
  };

  const take = async (owner: string, bucket: string, signal: AbortSignal): Promise<Turn> => {
    const limit = limitOf.get(bucket) ?? {};
    const book = bookOf(owner, bucket);
    const now = deps.clock();
    forget(book, limit, now);
    const at = earliest(book, limit, now);
    const daily = dayIsUsed(book, limit, now) || isDaily(limit, book.shutUntil - now);
    if (daily || at - now > deps.patience) throw waitError(bucket, limit, at - now, daily);
    book.times.push(at);
    const turn = turnOf(bucket, book, at);
    await waitFor(at - now, signal, turn);
    return turn;
  };

  const waitFor = async (ms: number, signal: AbortSignal, turn: Turn): Promise<void> => {
    try {
      signal.throwIfAborted();
      if (ms > 0) await deps.sleep(ms, signal);
    } catch {
      turn.release();
      throw new CancelledError("Stopped while waiting for the platform's rate limit; nothing was sent.");
    }
  };

  return {
    take,
    shut(owner, bucket, waitMs) {
      const book = bookOf(owner, bucket);
      book.shutUntil = Math.max(book.shutUntil, deps.clock() + waitMs);
    },
    note(owner, bucket, rate) {
      bookOf(owner, bucket).rate = rate;
    },
    left: (owner) =>
      [...limitOf].flatMap(([bucket, limit]) => quotasOf(bucket, limit, bookOf(owner, bucket), deps.clock())),
  };
};

/** Whether a wait that the platform asks for is the day's number: no shorter window explains more than a minute. */
export const isDaily = (limit: Limit, waitMs: number): boolean =>
  limit.perDay !== undefined && waitMs > MINUTE;

export const waitError = (
  bucket: string,
  limit: Limit,
  retryAfter: number,
  daily: boolean,
): DailyQuotaError | RateLimitedError =>
  daily
    ? new DailyQuotaError(
        `The platform's daily number for ${bucket} is used up; it goes on in ${inWords(retryAfter)}.`,
        { bucket, limit: limit.perDay, retryAfter },
      )
    : new RateLimitedError(`The platform wants no ${bucket} for now; it goes on in ${inWords(retryAfter)}.`, {
        bucket,
        retryAfter,
      });

const inWords = (ms: number): string =>
  ms < 2 * MINUTE ? `${Math.ceil(ms / 1000)} seconds` : `${Math.ceil(ms / MINUTE)} minutes`;

const windowsOf = (limit: Limit): (readonly [count: number, ms: number])[] =>
  (
    [
      [limit.perSecond, 1000],
      [limit.perMinute, MINUTE],
      [limit.perHour, HOUR],
      [limit.perDay, DAY],
    ] as const
  ).flatMap(([count, ms]) => (count === undefined ? [] : [[count, ms] as const]));

const newBook = (): Book => ({ seen: 0, times: [], shutUntil: 0, rate: null });

/** When the next request may go: not before those already kept, nor before a window's oldest has left it. */
const earliest = ({ times, shutUntil }: Book, limit: Limit, now: number): number =>
  Math.max(
    now,
    shutUntil,
    times.at(-1) ?? 0,
    ...windowsOf(limit).map(([count, ms]) => (times.at(-count) ?? -Infinity) + ms),
  );

const dayIsUsed = ({ times }: Book, { perDay }: Limit, now: number): boolean =>
  perDay !== undefined && (times.at(-perDay) ?? -Infinity) + DAY > now;

const forget = (book: Book, limit: Limit, now: number): void => {
  const longest = Math.max(0, ...windowsOf(limit).map(([, ms]) => ms));
  const kept = book.times.findIndex((time) => time + longest > now);
  book.times.splice(0, kept === -1 ? book.times.length : kept);
};

const turnOf = (bucket: string, book: Book, at: number): Turn => {
  let open = true;
  const close = (): boolean => {
    const was = open;
    open = false;
    return was;
  };
  return {
    bucket,
    spend: close,
    release() {
      if (!close()) return;
      const place = book.times.indexOf(at);
      if (place !== -1) book.times.splice(place, 1);
    },
  };
};

const quotasOf = (bucket: string, limit: Limit, book: Book, now: number): Quota[] => [
  ...(limit.perDay === undefined ? [] : [dayQuota(bucket, limit.perDay, book.times, now)]),
  ...(book.rate === null ? [] : [{ bucket, countedBy: "platform" as const, ...book.rate }]),
];

const dayQuota = (bucket: string, limit: number, times: readonly number[], now: number): Quota => {
  const today = times.filter((time) => time + DAY > now);
  const oldest = today[0];
  return {
    bucket,
    countedBy: "gatefold",
    limit,
    remaining: Math.max(0, limit - today.length),
    resetsAt: oldest === undefined ? null : oldest + DAY,
  };
};
