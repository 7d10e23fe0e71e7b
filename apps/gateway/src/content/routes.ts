import type { Express, Request, RequestHandler, Response } from "express";
import { z } from "zod";
import { noteLook } from "../audit/looks.ts";
import { may, seenAsset } from "../access/access.ts";
import { admit, identify } from "../access/authentication.ts";
import { hasAlready } from "../http/etags.ts";
import { none } from "../http/fields.ts";
import { THUMBNAIL_MIME } from "../pictures/thumbnails.ts";
import { notFound, Refusal } from "../http/problems.ts";
import { notesOf } from "../http/requests.ts";
import type { Services } from "../services.ts";
import { parsed } from "../http/validation.ts";
import type { View } from "../access/view.ts";
import { fetchable } from "./fetching.ts";
import { partOf, sendOriginal } from "./original.ts";

const thumbnailQuery = z.strictObject({
  /** Longest side, in pixels. */
  size: z
    .enum(["160", "480"])
    .default("480")
    .transform((size) => (size === "160" ? 160 : 480)),
});

/**
 * The content origin: bytes, on an origin that has no cookies and runs nothing. It takes the same keys, and answers the
 * same problems, as the API.
 */
export function mountContent(app: Express, services: Services): void {
  app.use(sealOff);
  serve(app, "/v1/assets/:asset/content", async (request, response) => {
    const view = await viewOf("content.original", request, response, services);
    parsed(none, request.query, "query");
    await sendDownload(view, request, response, services);
  });
  serve(app, "/v1/assets/:asset/thumbnail", async (request, response) => {
    const view = await viewOf("content.thumbnail", request, response, services);
    const { size } = parsed(thumbnailQuery, request.query, "query");
    noteLook(services, view, idIn(request));
    const { version } = seenAsset(view, idIn(request));
    if (!version) throw notFound();
    const etag = `"${version.sha256}-${size}"`;
    response.set({ ETag: etag, "Cache-Control": "private, no-cache" });
    if (hasAlready(request, etag)) response.status(304).end();
    else response.type(THUMBNAIL_MIME).send(Buffer.from(await services.thumbnails.get(version.sha256, size)));
  });
  serve(app, "/fetch/:token", async (request, response) => {
    notesOf(response).operation = "content.fetch";
    const original = await fetchable(String(request.params["token"]), services);
    await sendOriginal(request, response, original, partOf(request, original.version), services);
  });
}

/** Nothing that is shown from here can run, be framed, or reach anything. */
const sealOff: RequestHandler = (_request, response, next) => {
  response.set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
  next();
};

function serve(
  app: Express,
  path: string,
  answer: (request: Request, response: Response) => Promise<void>,
): void {
  app.route(path).get(answer);
  app.all(path, () => {
    throw new Refusal("METHOD_NOT_ALLOWED", "This address takes GET, HEAD.", {}, { Allow: "GET, HEAD" });
  });
}

async function viewOf(
  operation: string,
  request: Request,
  response: Response,
  services: Services,
): Promise<View> {
  const notes = notesOf(response);
  notes.operation = operation;
  const identity = await identify(request, response, services);
  const view = await admit(identity, services);
  notes.limitHeaders = identity.limitHeaders;
  services.keyUses.note(identity.key);
  notes.principal = view.caller.principal;
  return view;
}

function idIn(request: Request): string {
  return String(request.params["asset"]);
}

/** The act is committed before the first byte goes. */
async function sendDownload(
  view: View,
  request: Request,
  response: Response,
  services: Services,
): Promise<void> {
  const asset = view.state.get("asset", idIn(request));
  if (!asset?.version) throw notFound();
  const { name, version } = asset;
  const { principal, requestId } = view.caller;
  // Where there are no such bytes nothing is let out; who may have none of them is not told how many there are.
  const part = may(view, "asset.download", asset.id) ? partOf(request, version) : undefined;
  await services.enforcement.download({ principal, asset: asset.id, version: version.id, requestId });
  await sendOriginal(request, response, { name, version }, part, services);
}
