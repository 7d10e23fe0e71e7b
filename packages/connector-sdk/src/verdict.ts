import type { HttpRequest, HttpResponse, Limit, Rate } from "./contract.ts";
import {
  AuthError,
  CancelledError,
  ConfigError,
  NotFoundError,
  OutcomeUnknownError,
  RejectedError,
  TransientError,
  UnreadableError,
} from "./errors.ts";
import type { ConnectorError } from "./errors.ts";
import type { Outcome } from "./exchange.ts";
import { isDaily, waitError } from "./limits.ts";
import { retryAfterOf } from "./rate-headers.ts";

/** What to make of an outcome. `repeat`: it may be sent again, `after` so many milliseconds, else `error` it is. */
export type Verdict =
  | { readonly kind: "done"; readonly response: HttpResponse }
  | { readonly kind: "fail"; readonly error: ConnectorError }
  | { readonly kind: "repeat"; readonly after: number; readonly error: ConnectorError };

/** What the verdict depends on beside the outcome. */
export interface Circumstances {
  readonly request: HttpRequest;
  /** Whether repeating it is harmless. */
  readonly safe: boolean;
  readonly limit: Limit;
  /** The wait before a repetition, where the platform names none, in milliseconds. */
  readonly backoff: number;
  readonly now: number;
}

export const judge = (outcome: Outcome, about: Circumstances): Verdict =>
  outcome.kind === "answer" ? judgeAnswer(outcome.response, about) : judgeFault(outcome, about);

const judgeFault = (
  { kind, code }: Exclude<Outcome, { kind: "answer" }>,
  { safe, backoff }: Circumstances,
): Verdict => {
  if (kind === "private") return fail(new ConfigError(PRIVATE, { code }));
  if (kind === "unsent") {
    const error = new TransientError("The platform can't be reached; nothing was sent. Try again later.", {
      code,
    });
    return safe ? { kind: "repeat", after: backoff, error } : fail(error);
  }
  if (!safe) return fail(new OutcomeUnknownError(UNKNOWN, { code }));
  if (kind === "cancelled")
    return fail(new CancelledError("Stopped before the platform answered.", { code }));
  if (kind === "too-large")
    return fail(new UnreadableError("The platform's answer was too large.", { code }));
  const error = new TransientError("The connection to the platform was lost. Try again later.", { code });
  return { kind: "repeat", after: backoff, error };
};

const judgeAnswer = (response: HttpResponse, about: Circumstances): Verdict => {
  const { status } = response;
  if (status >= 200 && status < 300) return { kind: "done", response };
  if (status === 429) return tooMany(response, about);
  if (status === 408 || status >= 500) return trouble(response, about);
  if (status >= 400) return fail(about.request.refusal?.(response) ?? refusal(status));
  // 303 is what a server answers after it has done what was asked.
  if (status === 303 && !about.safe) return fail(new OutcomeUnknownError(UNKNOWN, { status }));
  return fail(
    new RejectedError("The platform answered with a redirect, which is never followed.", { status }),
  );
};

/** The longest wait before a look whether a day's number has come back, in milliseconds. */
const DAILY_LOOK = 900_000;
/** The same for an hour's. */
const HOURLY_LOOK = 120_000;

/**
 * Nothing was processed, so any method may be repeated. One that names no time, where there is a day's number, is read as
 * that: vendors name the time of their short windows.
 */
const tooMany = (
  { headers, rate }: HttpResponse,
  { request, limit, backoff, now }: Circumstances,
): Verdict => {
  const after = retryAfterOf(headers, now) ?? untilReset(rate, now) ?? withoutWord(limit, backoff);
  return { kind: "repeat", after, error: waitError(request.bucket, limit, after, isDaily(limit, after)) };
};

/** What the rate headers say of a window that is used up. */
const untilReset = (rate: Rate | null, now: number): number | undefined =>
  rate?.resetsAt != null && rate.remaining === 0 ? Math.max(rate.resetsAt - now, 0) : undefined;

const withoutWord = (limit: Limit, backoff: number): number => {
  if (limit.perDay !== undefined) return DAILY_LOOK;
  return limit.perHour === undefined ? backoff : HOURLY_LOOK;
};

const trouble = (answer: HttpResponse, { request, safe, backoff, now }: Circumstances): Verdict => {
  const { headers, status } = answer;
  if (!safe) return fail(new OutcomeUnknownError(UNKNOWN, { status }));
  const refused = status === 408 ? undefined : request.fault?.(answer);
  if (refused) return fail(refused);
  const retryAfter = retryAfterOf(headers, now);
  return {
    kind: "repeat",
    after: Math.max(retryAfter ?? 0, backoff),
    error: new TransientError(`The platform has trouble (${status}). Try again later.`, {
      status,
      retryAfter,
    }),
  };
};

const refusal = (status: number): ConnectorError => {
  if (status === 401 || status === 403) {
    return new AuthError("The platform refuses these credentials; connect it again.", { status });
  }
  if (status === 404) return new NotFoundError("The platform has no such thing (any more).", { status });
  return new RejectedError(`The platform refused the request (${status}).`, { status });
};

const fail = (error: ConnectorError): Verdict => ({ kind: "fail", error });

const UNKNOWN = "The platform may have done it or not; look there before sending it again.";
const PRIVATE =
  "The platform's name leads to a private address; nothing was sent. Check the machine's name service.";
