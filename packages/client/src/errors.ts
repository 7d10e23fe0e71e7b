import type { ProblemCode } from "./operations.ts";

/** RFC 9457, as the gateway sent it; what else it holds depends on the code. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly status: number;
  readonly [fact: string]: unknown;
}

/** A refusal. Go by `code`; `message` is the gateway's sentence that says what to do. */
export class GatefoldApiError extends Error {
  override readonly name = "GatefoldApiError";
  /** A later gateway may have more codes than this client knows. */
  readonly code: ProblemCode | (string & {});
  readonly status: number;
  readonly problem: Problem;
  /** The problem's own JSON. */
  readonly text: string;
  /** Names the request when you report it. */
  readonly requestId: string | null;
  /** Milliseconds after which it may be tried again, where the gateway says so. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, text: string, headers: Headers) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
    this.text = text;
    this.requestId = headers.get("x-request-id");
    this.retryAfterMs = secondsIn(headers.get("retry-after"));
  }
}

function secondsIn(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}

/**
 * No answer came. `UNREACHABLE`: nobody answers there, or the answer broke off; `TIMEOUT`: not in time; `NOT_A_GATEWAY`:
 * what answers there does not speak as one.
 */
export class GatefoldConnectionError extends Error {
  override readonly name = "GatefoldConnectionError";
  readonly code: "UNREACHABLE" | "TIMEOUT" | "NOT_A_GATEWAY";

  constructor(code: GatefoldConnectionError["code"], url: string, options?: ErrorOptions) {
    super(sentences[code](new URL(url).origin), options);
    this.code = code;
  }
}

const sentences = {
  UNREACHABLE: (origin: string) =>
    `No gateway answers at ${origin}; see that it runs, and that the address is right.`,
  TIMEOUT: (origin: string) => `The gateway at ${origin} did not answer in time; try again, or wait longer.`,
  NOT_A_GATEWAY: (origin: string) =>
    `What answers at ${origin} does not speak as a gateway of this version does; check the address and the versions.`,
};
