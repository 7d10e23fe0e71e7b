import type { Request, Response } from "express";
import type { View } from "../access/view.ts";
import { etagOf, hasAlready } from "./etags.ts";
import type { Operation, Reply } from "./operation.ts";

/** An answer as it goes out. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; null where there is no body. */
  readonly body: string | null;
}

/** Every answer says which revision it is of; a write's is the one it made. `tagged`: it is one resource, whole. */
export function rendered(
  operation: Operation,
  reply: Reply<unknown>,
  { state }: View,
  tagged: boolean,
): Sent {
  const body = operation.response === null ? null : JSON.stringify(operation.response.parse(reply.body));
  return {
    status: reply.status ?? operation.success,
    headers: {
      ...reply.headers,
      "Gatefold-Revision": String(reply.revision ?? state.revision),
      ...(tagged && body !== null && { ETag: etagOf(body) }),
    },
    body,
  };
}

export function send({ status, headers, body }: Sent, request: Request, response: Response): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const etag = headers["ETag"];
  if (request.method === "GET" && etag !== undefined && hasAlready(request, etag)) {
    response.status(304).end();
  } else if (body === null) response.status(status).end();
  else {
    response.statusCode = status;
    response.setHeader("Content-Type", "application/json; charset=utf-8");
    response.setHeader("Content-Length", Buffer.byteLength(body));
    response.end(body);
  }
}
