import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { problemOf, Refusal } from "./http/problems.ts";

/**
 * What can't be read as HTTP never becomes a request, or stops being one halfway: it is refused in the form of every
 * refusal all the same.
 */
export function refuseUnreadable(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on("request", ({ socket }, response) => {
    answering.set(socket, response);
    response.on("close", () => answering.delete(socket));
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const begun = answering.get(socket)?.headersSent ?? false;
    // A second answer in the middle of another would be read as a part of it.
    if (begun || !socket.writable || error.code === "ECONNRESET") socket.destroy(error);
    else socket.end(refusalOf(error.code));
  });
}

function refusalOf(code: string | undefined): string {
  const { status, body } = problemOf(new Refusal("INVALID_REQUEST", sentenceOf(code)));
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: application/problem+json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(text)}`,
    "Cache-Control: no-store",
    "Connection: close",
    "",
    text,
  ].join("\r\n");
}

function sentenceOf(code: string | undefined): string {
  if (code === "HPE_HEADER_OVERFLOW") return "The address and headers are too long; send shorter ones.";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "The request took too long to arrive; send it faster.";
  return "This can't be read as HTTP; check how the request is written.";
}
