import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AssetVersion } from "@gatefold/core";
import type { Request, Response } from "express";
import type { Services } from "../services.ts";
import { Refusal } from "../http/problems.ts";

export interface Original {
  readonly name: string;
  readonly version: AssetVersion;
}

/**
 * Streams an original, whole or the one range that is asked for (RFC 9110; several at once are answered whole). Bytes that
 * came from outside are never shown in a browser: they are an attachment, under their own name (RFC 6266).
 */
export async function sendOriginal(
  request: Request,
  response: Response,
  { name, version }: Original,
  part: Part | undefined,
  { blobs, hotBytes }: Pick<Services, "blobs" | "hotBytes">,
): Promise<void> {
  const { sha256, bytes, mime } = version;
  const whole = await hotBytes.of(sha256, bytes);
  const content = whole ? undefined : await blobs.stream(sha256, part);
  response.attachment(name).set({
    "Content-Type": mime,
    "Content-Length": String(part ? part.end - part.start + 1 : bytes),
    "Accept-Ranges": "bytes",
    ETag: etagOfBytes(version),
  });
  if (part) response.status(206).set("Content-Range", `bytes ${part.start}-${part.end}/${bytes}`);
  if (whole) return void response.end(part ? whole.subarray(part.start, part.end + 1) : whole);
  if (content && request.method !== "HEAD") return flow(content, response);
  await content?.cancel();
  response.end();
}

interface Part {
  readonly start: number;
  readonly end: number;
}

const etagOfBytes = ({ sha256 }: AssetVersion) => `"${sha256}"`;

/**
 * The part that is asked for. Undefined: all of it, as where the range is of other bytes (`If-Range`), or not one this
 * server answers. Throws `RANGE_NOT_SATISFIABLE`.
 */
export function partOf(request: Request, version: AssetVersion): Part | undefined {
  const { bytes } = version;
  const condition = request.get("if-range");
  if (condition !== undefined && condition !== etagOfBytes(version)) return undefined;
  const ranges = request.range(bytes, { combine: true });
  if (ranges === -1) {
    const headers = { "Content-Range": `bytes */${bytes}` };
    throw new Refusal(
      "RANGE_NOT_SATISFIABLE",
      `There are ${bytes} bytes; ask for some of these.`,
      {},
      headers,
    );
  }
  if (ranges === undefined || ranges === -2 || ranges.type !== "bytes" || ranges.length !== 1)
    return undefined;
  return ranges[0];
}

/** Whoever goes away before the end is nobody's fault. */
async function flow(content: ReadableStream<Uint8Array>, response: Response): Promise<void> {
  try {
    await pipeline(Readable.fromWeb(content), response);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE"))
      throw error;
  }
}
