import { json, type Request, type Response } from "express";
import { z } from "zod";
import type { BytesBody, IncomingBytes } from "./operation.ts";
import { Refusal } from "./problems.ts";
import { parsed } from "./validation.ts";

const MAX_JSON_BYTES = 1_000_000;

/** The body as the operation takes it: parsed JSON, bytes to read, or nothing. */
export async function readBody(
  takes: z.ZodType | BytesBody | null,
  request: Request,
  response: Response,
): Promise<unknown> {
  if (takes === null) return mustHaveNone(request);
  if (takes instanceof z.ZodType) return parsed(takes, await readJson(request, response), "body");
  return readBytes(takes, request);
}

function mustHaveNone(request: Request): undefined {
  if (hasBody(request)) throw new Refusal("INVALID_REQUEST", "This operation takes no body; send none.");
}

function hasBody(request: Request): boolean {
  return request.get("transfer-encoding") !== undefined || Number(request.get("content-length") ?? 0) > 0;
}

/** A body of this length or less is read here, where it comes as nearly all do: as it is, in UTF-8. */
const SMALL_BYTES = 64_000;
const plainJson = /^application\/json(?:; ?charset=utf-8)?$/i;

const parseJson = json({ limit: MAX_JSON_BYTES, strict: true, type: () => true });

function readJson(request: Request, response: Response): Promise<unknown> {
  if (!hasBody(request)) throw new Refusal("INVALID_REQUEST", "Send a JSON object as the body.");
  const {
    "content-type": type = "",
    "content-length": length,
    "content-encoding": encoding,
  } = request.headers;
  if (
    encoding === undefined &&
    length !== undefined &&
    Number(length) <= SMALL_BYTES &&
    plainJson.test(type)
  ) {
    return readSmall(request);
  }
  if (!request.is("application/json")) {
    throw new Refusal("UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
  }
  return new Promise((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => {
      if (error === undefined) resolve(request.body);
      else reject(bodyRefusal(error));
    });
  });
}

/** Its length was said before, and Node holds it to that. */
async function readSmall(request: Request): Promise<unknown> {
  const bytes = await bytesOf(request);
  try {
    return jsonIn(bytes);
  } catch (error) {
    throw bodyRefusal(error);
  }
}

function bytesOf(request: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", reject);
    request.on("end", () => resolve(Buffer.concat(chunks)));
  });
}

const BYTE_ORDER_MARK = "\uFEFF";

/** As Express reads it: an object or a list, perhaps after a byte order mark. */
function jsonIn(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  const value: unknown = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  if (typeof value !== "object" || value === null) throw new SyntaxError("Neither an object nor a list.");
  return value;
}

/** Says what is wrong in words of ours: the parser's own message quotes the body. */
function bodyRefusal(error: unknown): Refusal {
  const type = typeof error === "object" && error !== null && "type" in error ? error.type : undefined;
  if (type === "entity.too.large") return tooLarge(MAX_JSON_BYTES);
  if (type === "charset.unsupported" || type === "encoding.unsupported") {
    return new Refusal(
      "UNSUPPORTED_MEDIA_TYPE",
      "Send the body as UTF-8, plain or with gzip, deflate or br.",
    );
  }
  return new Refusal("MALFORMED_JSON", "The body can't be read as one JSON object; check its syntax.");
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal("TOO_LARGE", `It is larger than ${maxBytes / 1e6} MB, the most that is taken.`, {
    maxBytes,
  });
}

function readBytes(takes: BytesBody, request: Request): IncomingBytes {
  if (request.is([...takes.types]) === false) {
    throw new Refusal("UNSUPPORTED_MEDIA_TYPE", `Send the bytes as ${takes.types.join(" or ")}.`);
  }
  if (request.get("content-encoding") !== undefined) {
    throw new Refusal("UNSUPPORTED_MEDIA_TYPE", "Send the bytes as they are, without a content encoding.");
  }
  if (Number(request.get("content-length") ?? 0) > takes.maxBytes) throw tooLarge(takes.maxBytes);
  return { contentType: request.get("content-type") ?? "", content: limited(request, takes.maxBytes) };
}

async function* limited(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}
