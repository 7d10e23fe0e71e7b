/** How a client is made. Only the first two are asked for. */
export interface ClientSettings {
  /** The gateway's address, e.g. `https://gatefold.example.org`. */
  readonly url: string;
  /** An API key, `gk_…`. It is sent to that address alone, and shown nowhere. */
  readonly key: string;
  /** Milliseconds that one attempt may take; 60,000 where it is left out. */
  readonly timeoutMs?: number;
  /**
   * How often a call is repeated after `STALE`, a rate limit or a lost connection; 3 where it is left out. Writes are
   * repeated under one idempotency key, so that none is done twice.
   */
  readonly retries?: number;
  /** The longest wait before a repetition, in milliseconds: who is told to wait longer gives up. 30,000 if left out. */
  readonly longestWaitMs?: number;
  /** The surroundings, for tests. */
  readonly fetch?: typeof fetch;
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly newKey?: () => string;
}

/** What any call can be told beside its input. */
export interface CallOptions {
  /** Ends the call, and the waits between its attempts. */
  readonly signal?: AbortSignal | undefined;
  /** One of your own, to make a write once even if your program starts anew. */
  readonly idempotencyKey?: string | undefined;
  /** The `etag` of what was read: the change is made only if it is still that, else `PRECONDITION_FAILED`. */
  readonly ifMatch?: string | undefined;
  /** For deliveries: how many seconds (30 at most) the gateway may hold its answer back for the end. */
  readonly waitSeconds?: number | undefined;
  /** The hash of a preview: the change is made only if it is still what that showed, else `PREVIEW_STALE`. */
  readonly preview?: string | undefined;
}

export function withDefaults(settings: ClientSettings) {
  return {
    timeoutMs: 60_000,
    retries: 3,
    longestWaitMs: 30_000,
    fetch: globalThis.fetch,
    sleep: pause,
    newKey: () => crypto.randomUUID(),
    ...settings,
    url: settings.url.replace(/\/+$/, ""),
  };
}

export type Settings = ReturnType<typeof withDefaults>;

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
