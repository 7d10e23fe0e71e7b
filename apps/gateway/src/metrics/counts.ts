import type { Act, DeliveryState } from "@gatefold/store";
import { createCounter, createHistogram, type Metric } from "./exposition.ts";

/** What is counted as it happens. Labels are codes, names of operations and ids that we made: nothing a person typed. */
export interface Counts {
  /** An answer left; `operation` is null where no route took the request. */
  answered(operation: string | null, status: number, seconds: number): void;
  /** A request was refused with this code. */
  refused(code: string): void;
  acted(act: Pick<Act, "act" | "permission" | "effect" | "code">): void;
  /** A delivery came to this state. */
  settled(connector: string, state: DeliveryState): void;
  /** A look at an account's head took so long; false: it failed. */
  looked(seconds: number, seen: boolean): void;
  /** The store threw this code. */
  storeFailed(code: string): void;
  /** When a head was last seen, in milliseconds of `performance.now()`; undefined: never yet. */
  lastLook(): number | undefined;
  readonly all: readonly Metric[];
}

/** In seconds: what is quick, what a person notices, and what is too long. */
const BOUNDS = [0.005, 0.025, 0.1, 0.5, 2, 10];

export function createCounts(): Counts {
  const requests = createHistogram(
    {
      name: "gatefold_http_request_seconds",
      help: "How long requests took, by operation and class of status.",
      labels: ["operation", "status"],
    },
    BOUNDS,
  );
  const refusals = createCounter({
    name: "gatefold_refusals_total",
    help: "Requests that were refused, by code; STALE: nothing could be decided.",
    labels: ["code"],
  });
  const acts = createCounter({
    name: "gatefold_acts_total",
    help: "Decisions that let a picture out or took it back, or refused to, by permission and code.",
    labels: ["act", "permission", "effect", "code"],
  });
  const deliveries = createCounter({
    name: "gatefold_deliveries_total",
    help: "Deliveries by what became of them.",
    labels: ["connector", "state"],
  });
  const looks = createHistogram(
    {
      name: "gatefold_head_lookup_seconds",
      help: "How long it took to confirm the head of a journal.",
      labels: ["outcome"],
    },
    [0.001, 0.005, 0.025, 0.1, 0.5, 2],
  );
  const faults = createCounter({
    name: "gatefold_store_errors_total",
    help: "What the database failed with, by code.",
    labels: ["code"],
  });
  let lastLook: number | undefined;
  return {
    answered: (operation, status, seconds) =>
      requests.see([operation ?? "none", `${Math.floor(status / 100)}xx`], seconds),
    refused: (code) => refusals.add([code]),
    acted: ({ act, permission, effect, code }) => acts.add([act, permission, effect, code]),
    settled: (connector, state) => deliveries.add([connector, state]),
    looked(seconds, seen) {
      looks.see([seen ? "seen" : "failed"], seconds);
      if (seen) lastLook = performance.now();
    },
    storeFailed: (code) => faults.add([code]),
    lastLook: () => lastLook,
    all: [requests, refusals, acts, deliveries, looks, faults],
  };
}
