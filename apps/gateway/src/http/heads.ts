import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Express } from "express";
import helmet from "helmet";
import { notesOf, type RequestNotes } from "./requests.ts";

/**
 * Gives every answer of the app, whoever makes it, Helmet's headers and `no-store`, its request's id, the revision and what is
 * left of its key's requests; an answer's own word under one of these names stands. All of it is said in one go as the answer
 * begins, since Node takes longer over a header that is set by itself.
 */
export function beginAnswers(app: Express): void {
  const usual = usualHeaders();
  Object.assign(app.response, {
    writeHead(this: Express["response"], status: number, own?: OutgoingHttpHeaders | string[]) {
      const notes = notesOf(this);
      if (Array.isArray(own) && this.getHeaderNames().length === 0) {
        return ServerResponse.prototype.writeHead.call(this, status, withOthers(own, usual, notes));
      }
      for (const [name, value] of [...usual, ...headersOf(notes)]) {
        if (!this.hasHeader(name)) this.setHeader(name, value);
      }
      return ServerResponse.prototype.writeHead.call(this, status, own);
    },
  });
}

type Header = readonly [name: string, value: string];

function headersOf({ requestId, limitHeaders, revision }: RequestNotes): Header[] {
  const headers: Header[] = [["X-Request-Id", requestId]];
  if (revision !== undefined) headers.push(["Gatefold-Revision", String(revision)]);
  for (const name in limitHeaders) headers.push([name, limitHeaders[name] ?? ""]);
  return headers;
}

/** Names and values in turn, as `writeHead` takes them. */
function withOthers(own: readonly string[], usual: readonly Header[], notes: RequestNotes): string[] {
  const names = new Set<string>();
  for (let at = 0; at < own.length; at += 2) names.add((own[at] ?? "").toLowerCase());
  const all = [...own];
  // Helmet's names are in lower case as they come.
  for (const [name, value] of usual) if (!names.has(name)) all.push(name, value);
  for (const [name, value] of headersOf(notes)) if (!names.has(name.toLowerCase())) all.push(name, value);
  return all;
}

function usualHeaders(): Header[] {
  const probe = new ServerResponse(new IncomingMessage(new Socket()));
  helmet()(probe.req, probe, (error?: unknown) => {
    if (error !== undefined) throw new Error("helmet has no headers.", { cause: error });
  });
  const headers = probe.getHeaderNames().map((name): Header => [name, String(probe.getHeader(name))]);
  if (headers.length === 0) throw new Error("helmet has no headers.");
  return [...headers, ["cache-control", "no-store"]];
}
