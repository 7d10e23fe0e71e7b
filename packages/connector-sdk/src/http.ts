import type { Connector, Http, HttpRequest } from "./contract.ts";
import { CancelledError, ConfigError, OutcomeUnknownError } from "./errors.ts";
import type { ConnectorError } from "./errors.ts";
import type { Exchange, Outcome } from "./exchange.ts";
import type { Lanes } from "./lanes.ts";
import type { Limits, Sleep, Turn } from "./limits.ts";
import { scrubbed } from "./secrecy.ts";
import type { Target } from "./targets.ts";
import { judge } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

/** One line a request. Never a header, a body or a query. */
export interface RequestLine {
  readonly connector: string;
  readonly connection: string;
  readonly method: string;
  /** Origin and path. */
  readonly url: string;
  /** The platform's status, or null with the code of what went wrong. */
  readonly status: number | null;
  readonly fault: string | null;
  readonly ms: number;
}

export interface HttpDeps {
  readonly connector: Connector;
  readonly target: (url: string, allowed: readonly string[] | undefined) => Target;
  readonly exchange: Exchange;
  readonly limits: Limits;
  readonly lanes: Lanes;
  readonly clock: () => number;
  readonly sleep: Sleep;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly log: (line: RequestLine) => void;
  /** The longest wait for a repetition, in milliseconds. */
  readonly patience: number;
}

/** One verb's call, and what has become of its one changing request. */
export interface Call {
  readonly connection: string;
  /** Whose limits it counts against. */
  readonly quotaOwner: string;
  /** The origins that this connection calls, where its connector narrows them. */
  readonly origins: readonly string[] | undefined;
  readonly signal: AbortSignal;
  readonly scrub: (text: string) => string;
  /** Whether a permit was redeemed for it. */
  readonly permitted: boolean;
  readonly turn: Turn | null;
  /** While places are made for an order: what is sent then delivers nothing, and may be more than one change. */
  preparing: boolean;
  /** `none`: not sent, or surely not processed. `sent`: the platform has it, or may have it. */
  change: "none" | "sent";
  /** How many changing requests were made; one a permit. */
  changes: number;
  /** What sending threw; all else the connector threw of its own accord. */
  readonly thrown: WeakSet<Error>;
}

/** How often a request is sent at most, the first time included. */
const ATTEMPTS = 4;
const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 8000;

/** What a connector sends with: quota first, then the request, then a verdict on the answer. */
export const createHttp = (deps: HttpDeps, call: Call): Http => ({
  async send(request) {
    const target = deps.target(request.url, call.origins);
    const safe = request.idempotent ?? request.method === "GET";
    const change = !safe && !call.preparing;
    if (!safe) admitChange(call);
    // A repetition before or of the change would outlive the decision behind the permit: the caller gets a new one.
    const once = call.permitted && (request.method !== "GET" || call.changes === 0);
    let token = await request.bearer?.(undefined);
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      await quota(deps, call, request.bucket);
      const sent = token === undefined ? request : withBearer(request, token);
      const { verdict, status } = await attemptOf(deps, call, sent, target, { safe, change, attempt });
      if (verdict.kind === "done") return verdict.response;
      if (request.bearer && !renewed && status === 401) {
        renewed = true;
        token = await request.bearer(token);
        continue;
      }
      // Scrubbed here already: the connector may catch it and put its message into an answer.
      const final = verdict.kind === "fail" || once || attempt === ATTEMPTS || verdict.after > deps.patience;
      if (final) throw thrown(call, verdict.error);
      await pause(deps, call, verdict.after);
    }
  },
});

const withBearer = (request: HttpRequest, token: string): HttpRequest => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${token}` },
});

const thrown = (call: Call, error: ConnectorError): Error => {
  call.thrown.add(error);
  return scrubbed(error, call.scrub);
};

const admitChange = (call: Call): void => {
  if (!call.permitted) {
    throw new ConfigError(
      "Without a permit a connector may send nothing that changes anything; nothing was sent.",
    );
  }
  if (call.preparing) return;
  if (call.changes > 0) {
    throw new ConfigError("A permit is good for one changing request; the second one was not sent.");
  }
  call.changes += 1;
};

const quota = async (deps: HttpDeps, call: Call, bucket: string): Promise<void> => {
  if (!Object.hasOwn(deps.connector.meta.limits, bucket)) {
    throw new ConfigError(
      `The connector names a bucket "${bucket}" that its limits don't have; nothing was sent.`,
    );
  }
  if (call.turn?.bucket === bucket && call.turn.spend()) return;
  (await deps.limits.take(call.quotaOwner, bucket, call.signal)).spend();
};

const attemptOf = async (
  deps: HttpDeps,
  call: Call,
  request: HttpRequest,
  target: Target,
  { safe, change, attempt }: { readonly safe: boolean; readonly change: boolean; readonly attempt: number },
): Promise<{ readonly verdict: Verdict; readonly status: number | undefined }> => {
  if (call.signal.aborted) throw new CancelledError("Stopped before anything was sent.");
  const { bucket } = request;
  const limit = deps.connector.meta.limits[bucket] ?? {};
  const leave = await deps.lanes.enter(`${call.quotaOwner} ${bucket}`, limit.concurrency, call.signal);
  if (change) call.change = "sent";
  const outcome = await logged(deps, call, request, target).finally(leave);
  const response = outcome.kind === "answer" ? outcome.response : null;
  if (response?.rate) deps.limits.note(call.quotaOwner, bucket, response.rate);
  const verdict = judge(outcome, {
    request,
    safe,
    limit,
    backoff: backoffOf(attempt, deps.random()),
    now: deps.clock(),
  });
  if (change && verdict.kind !== "done" && !(verdict.error instanceof OutcomeUnknownError))
    call.change = "none";
  if (response?.status === 429 && verdict.kind === "repeat") {
    deps.limits.shut(call.quotaOwner, bucket, verdict.after);
  }
  return { verdict, status: response?.status };
};

/** Half of it fixed, half by chance, so that many who failed together don't come back together. */
const backoffOf = (attempt: number, chance: number): number =>
  Math.round(Math.min(FIRST_BACKOFF * 2 ** (attempt - 1), LONGEST_BACKOFF) * (0.5 + chance / 2));

const pause = async (deps: HttpDeps, call: Call, ms: number): Promise<void> => {
  try {
    await deps.sleep(ms, call.signal);
  } catch {
    throw new CancelledError("Stopped while waiting to try again.");
  }
};

const logged = async (deps: HttpDeps, call: Call, request: HttpRequest, target: Target): Promise<Outcome> => {
  const { origin, pathname } = new URL(target.url);
  const began = deps.clock();
  const outcome = await deps.exchange(target, request, call.signal);
  deps.log({
    connector: deps.connector.meta.id,
    connection: call.connection,
    method: request.method,
    url: call.scrub(origin + pathname),
    status: outcome.kind === "answer" ? outcome.response.status : null,
    fault: outcome.kind === "answer" ? null : outcome.code,
    ms: deps.clock() - began,
  });
  return outcome;
};
