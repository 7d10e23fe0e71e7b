import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { RequestHandler } from "express";
import helmet from "helmet";

/** Helmet's headers and `no-store`, which are the same for all: asked of it once, and set in one go. */
export function securityHeaders(): RequestHandler {
  const request = new IncomingMessage(new Socket());
  const probe = new ServerResponse(request);
  helmet()(request, probe, (error?: unknown) => {
    if (error !== undefined) throw new Error("helmet has no headers.", { cause: error });
  });
  const names = probe.getHeaderNames();
  const headers = names.map((name) => [name, String(probe.getHeader(name))] as const);
  if (headers.length === 0) throw new Error("helmet has no headers.");
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader("Cache-Control", "no-store");
    next();
  };
}
