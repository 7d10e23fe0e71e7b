import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Refusal } from "../http/problems.ts";
import { type Shown, secretHash } from "./bearer.ts";
import { networkOf } from "./networks.ts";

/** Per gateway process. 0: without a limit. */
export interface LimitSettings {
  /** Requests of one key within a minute. */
  readonly requestsPerMinute: number;
  /** Tries with keys that open nothing, from one address within a minute; at one key from all addresses, ten times as many. */
  readonly failedKeysPerMinute: number;
}

export const usualLimits: LimitSettings = { requestsPerMinute: 12_000, failedKeysPerMinute: 60 };

/** One address alone, say a program that still has the old secret, never spends what a key has. */
const addressesPerKey = 10;

/** How many tokens that proved good are remembered. */
const REMEMBERED = 10_000;

/** Whose address it is: who connected, or who a proxy that is trusted says did. */
interface Sender {
  readonly ip?: string | undefined;
}

/** What keeps one caller from taking all the room there is. */
export interface RequestLimits {
  /** Counts a request of this key; answers headers that say how many are left. Throws `RATE_LIMITED` where none is. */
  count(key: string): Promise<Readonly<Record<string, string>>>;
  /**
   * Before a key is looked up. Throws `RATE_LIMITED` where too much that opened nothing came from the address, or named this
   * key, unless this very secret proved good before: neither who stands behind the same proxy as somebody who guesses, nor
   * whose key is guessed at, is locked out by that.
   */
  mustBeWorthLooking(shown: Shown, from: Sender): Promise<void>;
  failed(shown: Shown, from: Sender): Promise<void>;
  proved(shown: Shown): void;
}

export function createRequestLimits({
  requestsPerMinute,
  failedKeysPerMinute,
}: LimitSettings): RequestLimits {
  const requests = limiterOf(requestsPerMinute);
  const fromAddress = limiterOf(failedKeysPerMinute);
  const atKey = limiterOf(failedKeysPerMinute * addressesPerKey);
  const blamedFor = ({ key }: Shown, { ip }: Sender) => [
    { limiter: fromAddress, name: networkOf(ip ?? "") },
    // Whether there is such a key or not: a limit that told the two apart would say so.
    { limiter: atKey, name: key },
  ];
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
    async mustBeWorthLooking(shown, from) {
      if (good.has(digestOf(shown))) return;
      for (const { limiter, name } of blamedFor(shown, from)) {
        const spent = await limiter?.get(name);
        if (!limiter || !spent || spent.consumedPoints < limiter.points) continue;
        throw limited("Too many keys that open nothing were tried", secondsIn(spent));
      }
    },
    async failed(shown, from) {
      good.delete(digestOf(shown));
      for (const { limiter, name } of blamedFor(shown, from)) if (limiter) await taken(limiter, name);
    },
    proved(shown) {
      const digest = digestOf(shown);
      good.delete(digest);
      good.add(digest);
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

function digestOf({ key, secret }: Shown): string {
  return `${key} ${secretHash(secret)}`;
}

function limited(what: string, seconds: number, headers: Record<string, string> = {}): Refusal {
  const sentence = `${what}; try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  return new Refusal("RATE_LIMITED", sentence, {}, { ...headers, "Retry-After": String(seconds) });
}
