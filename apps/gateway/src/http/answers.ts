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
  const head = Object.entries(headers).flat();
  const etag = headers["ETag"];
  if (request.method === "GET" && etag !== undefined && hasAlready(request, etag)) {
    response.writeHead(304, head).end();
  } else if (body === null) response.writeHead(status, head).end();
  else {
    const length = String(Buffer.byteLength(body));
    head.push("Content-Type", "application/json; charset=utf-8", "Content-Length", length);
    response.writeHead(status, head).end(body);
  }
}
