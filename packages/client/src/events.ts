import { GatefoldApiError, GatefoldConnectionError, type Problem } from "./errors.ts";
import { refusedWith } from "./exchange.ts";
import type { Settings } from "./settings.ts";

/** A server-sent event, its data parsed. */
export interface ServerEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/**
 * A stream's events to its `end`. Where the connection is lost, it comes back and goes on from the last event, as often as
 * calls are repeated; an event may then come twice. Throws as calls do, also where the right to read was taken away.
 */
export async function* eventsOf(
  settings: Settings,
  request: { readonly url: URL; readonly init: RequestInit },
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerEvent, void, undefined> {
  let last: string | undefined;
  for (let lost = 0; ; lost += 1) {
    try {
      for await (const event of connection(settings, request, last, signal)) {
        lost = 0;
        if (event.event === "closed") throw closedBy(event);
        last = event.id ?? last;
        yield event;
        if (event.event === "end") return;
      }
      // It ended without saying so: a gateway that stops, or something between.
      if (lost >= settings.retries) throw new GatefoldConnectionError("UNREACHABLE", settings.url);
    } catch (error) {
      if (lost >= settings.retries || !comesBack(error)) throw error;
    }
    await settings.sleep(Math.min(settings.longestWaitMs, 500 * 2 ** lost), signal);
  }
}

function comesBack(error: unknown): boolean {
  if (error instanceof GatefoldApiError) return error.code === "STALE" || error.code === "RATE_LIMITED";
  return error instanceof GatefoldConnectionError && error.code !== "NOT_A_GATEWAY";
}

function closedBy({ data }: ServerEvent): GatefoldApiError {
  const problem = data as Problem;
  return new GatefoldApiError(problem, JSON.stringify(problem), new Headers());
}

/** One connection's events. Whoever sends nothing for as long as an attempt may take, is lost: there are signs of life. */
async function* connection(
  settings: Settings,
  { url, init }: { readonly url: URL; readonly init: RequestInit },
  last: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerEvent, void, undefined> {
  const headers = new Headers(init.headers);
  headers.set("accept", "text/event-stream");
  if (last !== undefined) headers.set("last-event-id", last);
  const silence = new AbortController();
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), settings.timeoutMs);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  heard();
  try {
    const either = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
    const response = await settings.fetch(url, { ...init, headers, signal: either });
    if (!response.ok) throw refusedWith(response, await response.text(), settings.url);
    if (!response.headers.get("content-type")?.includes("text/event-stream") || !response.body)
      throw new GatefoldConnectionError("NOT_A_GATEWAY", settings.url);
    yield* eventsIn(response.body, heard);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof GatefoldApiError || error instanceof GatefoldConnectionError) throw error;
    const code = silence.signal.aborted ? "TIMEOUT" : "UNREACHABLE";
    throw new GatefoldConnectionError(code, settings.url, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** As the standard has it, as much as a gateway sends: one line of data an event, and comments. */
async function* eventsIn(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    heard();
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = eventIn(block);
      if (event) yield event;
    }
  }
}

function eventIn(block: string): ServerEvent | undefined {
  const fields = new Map(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const [event, data, id] = [fields.get("event"), fields.get("data"), fields.get("id")];
  if (event === undefined || data === undefined) return undefined;
  return { event, ...(id !== undefined && { id }), data: JSON.parse(data) as unknown };
}
