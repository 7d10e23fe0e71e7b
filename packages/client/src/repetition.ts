import { GatefoldApiError, GatefoldConnectionError } from "./errors.ts";
import type { Settings } from "./settings.ts";

/**
 * Tries until it is answered, at most `retries` times more. What may have been done can be asked for again: a write goes out
 * under the same idempotency key each time.
 */
export async function repeated<Value>(
  { retries, longestWaitMs, sleep }: Settings,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Value>,
): Promise<Value> {
  for (let count = 0; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = count < retries ? waitAfter(error, count) : undefined;
      if (waitMs === undefined || waitMs > longestWaitMs) throw error;
      await sleep(waitMs, signal);
    }
  }
}

/** Undefined: asking again would help nothing. */
function waitAfter(error: unknown, count: number): number | undefined {
  const backoffMs = 200 * 2 ** count;
  if (error instanceof GatefoldApiError) {
    const isLater = error.status === 503 || error.status === 429 || error.code === "IDEMPOTENCY_UNDER_WAY";
    return isLater ? (error.retryAfterMs ?? backoffMs) : undefined;
  }
  const isLost = error instanceof GatefoldConnectionError && error.code !== "NOT_A_GATEWAY";
  return isLost ? backoffMs : undefined;
}
