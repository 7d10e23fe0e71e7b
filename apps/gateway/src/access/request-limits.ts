import type { Request } from "express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Refusal } from "../http/problems.ts";

/** Per gateway process. 0: without a limit. */
export interface LimitSettings {
  /** Requests of one key within a minute. */
  readonly requestsPerMinute: number;
  /** Tries with keys that open nothing, from one address within a minute. */
  readonly failedKeysPerMinute: number;
}

export const usualLimits: LimitSettings = { requestsPerMinute: 12_000, failedKeysPerMinute: 60 };

/** How many keys that proved good are remembered. */
const REMEMBERED = 10_000;

/** What keeps one caller from taking all the room there is. */
export interface RequestLimits {
  /** Counts a request of this key; answers headers that say how many are left. Throws `RATE_LIMITED` where none is. */
  count(key: string): Promise<Readonly<Record<string, string>>>;
  /**
   * Before a key is looked up. Throws `RATE_LIMITED` where the address has tried too many that opened nothing, unless this
   * one proved good before: whoever stands behind the same proxy as somebody who guesses is not locked out by that.
   */
  mustBeWorthLooking(key: string, request: Request): Promise<void>;
  failed(request: Request): Promise<void>;
  proved(key: string): void;
}

export function createRequestLimits({
  requestsPerMinute,
  failedKeysPerMinute,
}: LimitSettings): RequestLimits {
  const requests = limiterOf(requestsPerMinute);
  const failures = limiterOf(failedKeysPerMinute);
  const good = new Set<string>();
  return {
    async count(key) {
      if (!requests) return {};
      const { left, seconds } = await taken(requests, key);
      const headers = {
        "RateLimit-Policy": `"key";q=${requestsPerMinute};w=${MINUTE_SECONDS}`,
        RateLimit: `"key";r=${Math.max(0, left)};t=${seconds}`,
      };
      if (left >= 0) return headers;
      throw limited("This key has made as many requests as it may in a minute", seconds, headers);
    },
    async mustBeWorthLooking(key, request) {
      if (!failures || good.has(key)) return;
      const spent = await failures.get(addressOf(request));
      if (!spent || spent.consumedPoints < failedKeysPerMinute) return;
      throw limited("Too many keys that open nothing came from this address", secondsIn(spent));
    },
    async failed(request) {
      if (failures) await taken(failures, addressOf(request));
    },
    proved(key) {
      good.delete(key);
      good.add(key);
      const [oldest] = good;
      if (good.size > REMEMBERED && oldest !== undefined) good.delete(oldest);
    },
  };
}

const MINUTE_SECONDS = 60;

function limiterOf(points: number): RateLimiterMemory | undefined {
  return points === 0 ? undefined : new RateLimiterMemory({ points, duration: MINUTE_SECONDS });
}

/** `left` below 0: there was none. */
async function taken(limiter: RateLimiterMemory, key: string): Promise<{ left: number; seconds: number }> {
  try {
    const now = await limiter.consume(key);
    return { left: now.remainingPoints, seconds: secondsIn(now) };
  } catch (error) {
    if (error instanceof RateLimiterRes) return { left: -1, seconds: secondsIn(error) };
    throw error;
  }
}

function secondsIn({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}

function addressOf(request: Request): string {
  return request.socket.remoteAddress ?? "";
}

function limited(what: string, seconds: number, headers: Record<string, string> = {}): Refusal {
  const sentence = `${what}; try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  return new Refusal("RATE_LIMITED", sentence, {}, { ...headers, "Retry-After": String(seconds) });
}
