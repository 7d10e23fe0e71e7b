import type { Request } from "express";
import type { View } from "../access/view.ts";
import type { Services } from "../services.ts";
import { rendered } from "./answers.ts";
import { names } from "./etags.ts";
import type { Operation } from "./operation.ts";
import { Refusal } from "./problems.ts";
import { invalid } from "./validation.ts";

/**
 * What `If-Match` asks of a change, to be asked on the very state that it is made on: that the resource is still as the
 * caller read it (`PRECONDITION_FAILED` where it is not). `read` is the operation that answers the resource.
 */
export function preconditionOf(
  request: Request,
  read: Operation | undefined,
  params: Record<string, unknown>,
  services: Services,
): ((view: View) => void) | undefined {
  const wanted = request.get("if-match");
  if (wanted === undefined || request.method === "GET") return undefined;
  if (!read) {
    throw invalid([
      { path: "header.If-Match", message: "What this changes has no entity tag; leave it out." },
    ]);
  }
  return (view) => {
    const query = read.query.parse({});
    const reply = read.handle({ view, params, query, body: undefined, waitMs: 0 }, services);
    // What is not read from the account in one go can't be compared with what is written to it.
    if (reply instanceof Promise) throw new Error(`${read.id} is read outside the account.`);
    const { ETag = "" } = rendered(read, reply, view, true).headers;
    if (!names(wanted, ETag)) throw changed(ETag);
  };
}

function changed(etag: string): Refusal {
  return new Refusal(
    "PRECONDITION_FAILED",
    "It has changed since you read it; read it again, and send its new ETag as If-Match.",
    {},
    { ETag: etag },
  );
}
