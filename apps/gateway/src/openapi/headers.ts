import type { Operation } from "../http/operation.ts";
import type { Parameter, Reference } from "./form.ts";
import { doesOf } from "./refusals.ts";

/** What requests and answers can say beside path, query and body. */

const text = { type: "string" } as const;

export const headers = {
  "X-Request-Id": { description: "Names the request; say it when you report something.", schema: text },
  "Gatefold-Revision": {
    description: "The account's revision that this answer is of; a change answers the one it made.",
    schema: { type: "integer" },
  },
  RateLimit: { description: "What is left of the key's requests, and for how many seconds.", schema: text },
  "RateLimit-Policy": { description: "How many requests a key has, in how many seconds.", schema: text },
  ETag: { description: "Changes when the resource does.", schema: text },
  "Idempotency-Replayed": {
    description: "`true`: this was done before under the same key, and is answered again.",
    schema: text,
  },
  "Retry-After": { description: "Seconds to wait before asking again.", schema: { type: "integer" } },
} as const;

function parameter(name: string, description: string, example: string): Parameter {
  return { name, in: "header", description, schema: text, example };
}

export const parameters: Readonly<Record<string, Parameter>> = {
  "Gatefold-Min-Revision": parameter(
    "Gatefold-Min-Revision",
    "the answer has seen this revision at least, or is `STALE`",
    "73",
  ),
  "Idempotency-Key": parameter(
    "Idempotency-Key",
    "a name of your own for this request: asked again under it within 24 hours, it is not done again",
    "6b2f9a5c-0d4e-4c7b-9f3f-9f7a3c1d2e11",
  ),
  "If-Match": parameter(
    "If-Match",
    "change it only if its ETag is still this one, else `PRECONDITION_FAILED`",
    '"n7Qd…"',
  ),
  "If-None-Match": parameter("If-None-Match", "answer 304 if its ETag is still this one", '"n7Qd…"'),
  "Gatefold-Preview": parameter(
    "Gatefold-Preview",
    "the hash of a preview (`previews.make`): change it only if this is still what that showed, else `PREVIEW_STALE`",
    "n7Qd…",
  ),
  "Last-Event-ID": parameter(
    "Last-Event-ID",
    "the `id` of the last event you read: the stream goes on from there",
    "1772355600000",
  ),
  Prefer: parameter(
    "Prefer",
    "`wait=SECONDS` (30 at most): hold the answer back until the delivery has ended",
    "wait=20",
  ),
};

/** Those that an operation takes. `read`: the one that answers the resource at its address, if one does. */
export function parametersOf(operation: Operation, read: Operation | undefined): Reference[] {
  const { id } = operation;
  const does = doesOf(operation);
  const names = [
    "Gatefold-Min-Revision",
    ...(does === "read" ? [] : ["Idempotency-Key"]),
    ...(does === "change" ? ["Gatefold-Preview"] : []),
    ...(read && does === "change" ? ["If-Match"] : []),
    ...(read === operation ? ["If-None-Match"] : []),
    ...(operation.streams ? ["Last-Event-ID"] : []),
    ...(id === "deliveries.request" || id === "deliveries.get" ? ["Prefer"] : []),
  ];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

/** Those of an answer that is no refusal. */
export function answerHeaders(operation: Operation, read: Operation | undefined): Record<string, Reference> {
  return referring([
    "X-Request-Id",
    "Gatefold-Revision",
    "RateLimit",
    "RateLimit-Policy",
    ...(read && operation.response === read.response ? ["ETag"] : []),
    ...(doesOf(operation) === "read" ? [] : ["Idempotency-Replayed"]),
  ]);
}

export function referring(names: readonly string[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
