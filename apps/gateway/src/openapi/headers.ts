import type { Operation } from "../http/operation.ts";
import type { Parameter, Reference } from "./form.ts";
import { doesOf } from "./refusals.ts";

/** What requests and answers can say beside path, query and body. */

export const headers = {
  "X-Request-Id": {
    description: "Names the request; say it when you report something.",
    schema: { type: "string" },
  },
  "Gatefold-Revision": {
    description: "The account's revision after this change.",
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

export function answerHeaders(operation: Operation): Record<string, Reference> {
  const names = ["X-Request-Id", ...(doesOf(operation) === "change" ? ["Gatefold-Revision"] : [])];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
