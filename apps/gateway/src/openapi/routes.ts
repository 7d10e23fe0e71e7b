import { createHash } from "node:crypto";
import type { Express, Request, Response } from "express";
import manifest from "../../package.json" with { type: "json" };
import type { GatewaySettings } from "../dependencies.ts";
import { etagOf, hasAlready } from "../http/etags.ts";
import { methodNotAllowed } from "../http/mount.ts";
import type { Operation } from "../http/operation.ts";
import { createDocument } from "./document.ts";
import { page } from "./page/page.ts";
import { STYLES } from "./page/styles.ts";

/** The API's own description, for programs and for people. Neither asks for a key: it names nothing of any account. */
export function mountDescription(
  app: Express,
  operations: readonly Operation[],
  settings: GatewaySettings,
): void {
  const made = once(() => {
    const document = createDocument(operations, settings, manifest.version);
    return { json: JSON.stringify(document), html: page(document) };
  });
  give(app, "/v1/openapi.json", (request, response) => {
    send(request, response, "application/json", made().json);
  });
  give(app, "/docs", (request, response) => {
    response.set("Content-Security-Policy", policy);
    send(request, response, "text/html", made().html);
  });
}

/** One style sheet, known by its hash; nothing runs, nothing is fetched, nothing is sent. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLES).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function give(app: Express, path: string, answer: (request: Request, response: Response) => void): void {
  app.route(path).get(answer);
  app.all(path, () => {
    throw methodNotAllowed(["GET"]);
  });
}

function send(request: Request, response: Response, type: string, text: string): void {
  const etag = etagOf(text);
  response.set({ ETag: etag, "Cache-Control": "no-cache" });
  if (hasAlready(request, etag)) response.status(304).end();
  else response.type(type).send(text);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
