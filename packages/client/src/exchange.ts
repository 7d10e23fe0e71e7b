import { GatefoldApiError, GatefoldConnectionError, type Problem } from "./errors.ts";
import type { Settings } from "./settings.ts";

/** An answer as it came. */
export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; undefined where there is none. */
  readonly value: unknown;
}

/** Sends once, and reads the answer to its end. Throws `GatefoldApiError` or `GatefoldConnectionError`. */
export async function exchange(
  settings: Settings,
  request: { readonly url: URL; readonly init: RequestInit },
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  const { response, text } = await reach(settings, request, signal);
  const { status, headers, ok } = response;
  const value = parsed(text);
  if (!ok) throw refusedWith(response, text, settings.url);
  // Every answer of a gateway says which revision it is of.
  const isOurs = headers.has("gatefold-revision") && (value !== undefined || status === 204);
  if (!isOurs) throw new GatefoldConnectionError("NOT_A_GATEWAY", settings.url);
  return { status, headers, text, value };
}

/** What an answer that is no good one means. */
export function refusedWith({ headers }: Response, text: string, url: string): Error {
  const value = parsed(text);
  if (isProblem(value)) return new GatefoldApiError(value, text, headers);
  return new GatefoldConnectionError("NOT_A_GATEWAY", url);
}

async function reach(
  { fetch, url, timeoutMs }: Settings,
  request: { readonly url: URL; readonly init: RequestInit },
  signal: AbortSignal | undefined,
): Promise<{ readonly response: Response; readonly text: string }> {
  const late = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, late]) : late;
  try {
    const response = await fetch(request.url, { ...request.init, signal: either });
    return { response, text: await response.text() };
  } catch (error) {
    signal?.throwIfAborted();
    throw new GatefoldConnectionError(late.aborted ? "TIMEOUT" : "UNREACHABLE", url, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  const { code, detail, status } = value as Partial<Record<string, unknown>>;
  return typeof code === "string" && typeof detail === "string" && typeof status === "number";
}
