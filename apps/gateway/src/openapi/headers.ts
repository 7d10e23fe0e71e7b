import type { Operation } from "../http/operation.ts";
import type { Parameter, Reference } from "./form.ts";

/** What requests and answers can say beside path, query and body. */

export const headers = {
  "X-Request-Id": {
    description: "Names the request; say it when you report something.",
    schema: { type: "string" },
  },
  "Gatefold-Revision": {
    description: "The account's revision that this answer is of; a change answers the one it made.",
    schema: { type: "integer" },
  },
} as const;

export const parameters: Readonly<Record<string, Parameter>> = {
  Prefer: {
    name: "Prefer",
    in: "header",
    description: "`wait=SECONDS` (30 at most) holds the answer back until the delivery has ended.",
    schema: { type: "string" },
    example: "wait=20",
  },
};

/** Those that an operation takes. */
export function parametersOf({ id }: Operation): Reference[] {
  const waits = id === "deliveries.request" || id === "deliveries.get";
  return waits ? [{ $ref: "#/components/parameters/Prefer" }] : [];
}

/** Those of every answer. */
export const answerHeaders: Readonly<Record<string, Reference>> = Object.fromEntries(
  Object.keys(headers).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);
