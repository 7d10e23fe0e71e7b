import { once } from "node:events";
import type { Response } from "express";
import { z } from "zod";
import { Refusal } from "./problems.ts";

/** `id`: brought back as `Last-Event-ID`, the stream goes on from there. In place of an event, null is a sign of life. */
const eventForm = z.object({ event: z.string(), id: z.string().optional(), data: z.unknown() });

/** Streams that are open in this process. */
export interface Streams {
  /** Takes a place among the key's; throws `RATE_LIMITED` where it has as many as it may. The signal ends the stream. */
  open(key: string): { readonly ended: AbortSignal; close(): void };
  /** Ends all of them. */
  endAll(): void;
}

export function createStreams(mostOfOneKey = 10): Streams {
  const open = new Map<string, Set<AbortController>>();
  let closing = false;
  return {
    open(key) {
      const own = open.get(key) ?? new Set();
      if (closing || own.size >= mostOfOneKey) throw tooMany(mostOfOneKey);
      const controller = new AbortController();
      open.set(key, own.add(controller));
      return {
        ended: controller.signal,
        close() {
          controller.abort();
          own.delete(controller);
          if (own.size === 0) open.delete(key);
        },
      };
    },
    endAll() {
      closing = true;
      for (const own of open.values()) for (const controller of own) controller.abort();
    },
  };
}

function tooMany(most: number): Refusal {
  return new Refusal(
    "RATE_LIMITED",
    `This key has ${most} streams open, as many as it may; close one, or come back in 5 seconds.`,
    {},
    { "Retry-After": "5" },
  );
}

/** How long who lost the stream waits before he comes back. */
const RETRY_MS = 2000;

/** Writes events of this form as they come, no faster than they are read, to their end or until nobody reads any more. */
export async function sendEvents(
  events: AsyncIterable<unknown>,
  form: z.ZodType | null,
  response: Response,
  ended: AbortSignal,
): Promise<void> {
  response.status(200).set({ "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
  response.write(`retry: ${RETRY_MS}\n\n`);
  for await (const event of events) {
    if (ended.aborted) break;
    const text = event === null ? ":\n\n" : written(eventForm.parse(form?.parse(event)));
    if (!response.write(text)) await once(response, "drain", { signal: ended }).catch(() => undefined);
  }
  response.end();
}

/** JSON has no line breaks of its own, so an event's data is one line. */
function written({ event, id, data }: z.output<typeof eventForm>): string {
  const name = id === undefined ? "" : `id: ${id}\n`;
  return `${name}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
