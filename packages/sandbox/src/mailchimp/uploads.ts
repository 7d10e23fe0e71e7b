import { fileTypeFromBuffer } from "file-type";
import { z } from "zod";
import type { PlatformRequest } from "../frame/platform.ts";
import type { MailchimpReadings } from "./readings.ts";
import { invalid, Refusal } from "./refusal.ts";

export const uploadSchema = z.strictObject({
  name: z.string().min(1),
  file_data: z.string().min(1),
  folder_id: z.int().optional(),
});
export const changeSchema = z.strictObject({
  name: z.string().min(1).optional(),
  folder_id: z.int().optional(),
});
export const folderSchema = z.strictObject({ name: z.string().trim().min(1) });

/** The body, every field as the description has it. */
export function bodyOf<Schema extends z.ZodType>(
  { headers, body }: PlatformRequest,
  schema: Schema,
): z.output<Schema> {
  let document: unknown;
  try {
    if (!/^application\/json(;|$)/i.test(headers.get("content-type") ?? "")) throw new TypeError("not JSON");
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new Refusal(400, "JSON Parse Error", "We encountered an unspecified JSON parsing error.");
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const flaws = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((field) => ({ field, message: "This field is not part of the schema." }))
      : [{ field: issue.path.join("."), message: issue.message }],
  );
  throw invalid(...flaws);
}

export interface Content {
  readonly bytes: Uint8Array;
  readonly kind: "image" | "file";
  readonly mime: string;
  /** The one its first bytes call for. */
  readonly extension: string;
  readonly width: number;
  readonly height: number;
}

const IMAGES = new Set(["image/jpeg", "image/png", "image/apng", "image/gif", "image/bmp", "image/x-icon"]);
const FILES = new Set(["application/pdf", "application/zip", "image/vnd.adobe.photoshop"]);

/** What base64 holds, by its first bytes. No `data:` before it, nothing else in it. */
export async function contentOf(data: string, readings: MailchimpReadings): Promise<Content> {
  if (data.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data))
    throw invalid({ field: "file_data", message: "The file data must be base64-encoded." });
  const bytes = Buffer.from(data, "base64");
  if (bytes.byteLength > readings.largestFile)
    throw invalid({ field: "file_data", message: "The file must be at most 10 MB." });
  const type = await fileTypeFromBuffer(bytes);
  const mime = type?.mime ?? (isDrawing(bytes) ? "image/svg+xml" : "");
  const isImage = IMAGES.has(mime) || mime === "image/svg+xml" || (readings.webp && mime === "image/webp");
  if (!isImage && !FILES.has(mime))
    throw invalid({ field: "file_data", message: "This type of file is not supported." });
  const [width, height] = extentOf(bytes, mime);
  return { bytes, kind: isImage ? "image" : "file", mime, extension: type?.ext ?? "svg", width, height };
}

const isDrawing = (bytes: Uint8Array) =>
  /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(new TextDecoder().decode(bytes.subarray(0, 1000)));

/** Of png and gif; elsewhere nothing is known. */
function extentOf(bytes: Buffer, mime: string): readonly [width: number, height: number] {
  if (mime.endsWith("png") && bytes.length >= 24) return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (mime === "image/gif" && bytes.length >= 10) return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  return [0, 0];
}

/** The name under which it is kept: tidied as read, with the extension of what it is. */
export function keptName(given: string, extension: string, { names }: MailchimpReadings): string {
  const right = extension === "jpg" ? /\.jpe?g$/i : new RegExp(`\\.${extension}$`, "i");
  const named = right.test(given) ? given : `${given.replace(/\.[A-Za-z0-9]{1,5}$/, "")}.${extension}`;
  if (names === "kept") return named;
  return named.replaceAll(names === "plain" ? /[^A-Za-z0-9._]+/g : /[^A-Za-z0-9._-]+/g, "_");
}
