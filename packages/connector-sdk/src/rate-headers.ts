import type { Rate } from "./contract.ts";

/** A wait longer than a day is a mistake of the sender's; a bucket is not shut for longer on one header's word. */
const LONGEST_WAIT = 86_400_000;
/** Numbers above this are points in time (seconds since 1970), not stretches of it. */
const EPOCH_SECONDS = 1_000_000_000;

/** `Retry-After` as milliseconds from now: seconds, or an HTTP date. Undefined: absent or unreadable. */
export const retryAfterOf = (headers: Readonly<Record<string, string>>, now: number): number | undefined => {
  const value = headers["retry-after"]?.trim();
  if (value === undefined || value === "") return undefined;
  const wait = SECONDS.test(value) ? Math.ceil(Number(value) * 1000) : dateOf(value) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT);
};

const SECONDS = /^\d+(\.\d+)?$/;

/** `Date.parse` reads nearly anything, "-5" too; an HTTP date has a weekday and ends in GMT. */
const dateOf = (value: string): number =>
  /^[A-Za-z]{3,9}, .+ GMT$/.test(value) ? Date.parse(value) : Number.NaN;

/** What the platform says is left, from `RateLimit-*` or `X-RateLimit-*`; names are in lower case already. */
export const rateOf = (headers: Readonly<Record<string, string>>, now: number): Rate | null => {
  const read = (name: string): number | null => {
    const value = headers[`ratelimit-${name}`] ?? headers[`x-ratelimit-${name}`];
    const digits = /^\s*(\d+)/.exec(value ?? "")?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const remaining = read("remaining");
  if (remaining === null) return null;
  const reset = read("reset");
  return { limit: read("limit"), remaining, resetsAt: reset === null ? null : momentOf(reset, now) };
};

const momentOf = (reset: number, now: number): number =>
  reset >= EPOCH_SECONDS ? reset * 1000 : now + reset * 1000;
