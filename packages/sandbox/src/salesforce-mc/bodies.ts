import { fileTypeFromBuffer } from "file-type";
import { z } from "zod";
import type { PlatformRequest } from "../frame/platform.ts";
import type { SalesforceReadings } from "./readings.ts";
import { invalid, refused } from "./refusal.ts";
import { FILE_TYPES, SHOWN_BY } from "./types.ts";

const sharing = z.strictObject({
  sharingType: z.enum(["view", "edit", "local"]),
  sharedWith: z.array(z.int()).max(100),
});

const assetSchema = z.strictObject({
  id: z.int().optional(),
  name: z.string().min(1).max(200),
  customerKey: z.string().min(1).max(36).optional(),
  description: z.string().optional(),
  assetType: z.strictObject({ name: z.string(), id: z.int() }),
  file: z.string().optional(),
  fileProperties: z.strictObject({ fileName: z.string().min(1) }).optional(),
  category: z.strictObject({ id: z.int() }).optional(),
  tags: z.array(z.string()).optional(),
  modelVersion: z.int().optional(),
  sharingProperties: sharing.optional(),
});

const changeSchema = assetSchema.partial();

export type AssetBody = z.output<typeof assetSchema>;
export type AssetChange = z.output<typeof changeSchema>;

export const newAssetOf = (request: PlatformRequest): AssetBody =>
  checked(assetSchema, jsonOf(request), "asset");

export const assetChangeOf = (request: PlatformRequest): AssetChange =>
  checked(changeSchema, jsonOf(request), "asset");

export function jsonOf(request: PlatformRequest): unknown {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw refused(415, 10_000, "Send the body as application/json.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.body));
  } catch {
    throw refused(400, 10_000, "Unable to parse JSON body.");
  }
}

export function checked<Schema extends z.ZodType>(
  schema: Schema,
  document: unknown,
  where: string,
): z.output<Schema> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.map(({ path, message }) => ({ field: [where, ...path].join("."), message })),
  );
}

const flaw = (field: string, message: string) => invalid([{ field: `asset.${field}`, message }]);

/** A file's bytes, out of plain base64; they must be what the type says. */
export async function fileOf(
  { file, fileProperties, assetType }: AssetChange,
  { largestFile }: SalesforceReadings,
): Promise<Uint8Array> {
  if (file === undefined || file === "") throw flaw("file", "A file of this type needs its bytes.");
  if (fileProperties === undefined) throw flaw("fileProperties.fileName", "This field is required.");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(file) || file.length % 4 !== 0)
    throw flaw("file", "The file must be base64, without a data: prefix.");
  const bytes = Buffer.from(file, "base64");
  if (bytes.byteLength > largestFile) throw flaw("file", "The file must be at most 5 MB.");
  if (assetType === undefined || FILE_TYPES.get(assetType.name) !== assetType.id)
    throw flaw("assetType", "There is no file type of this name and id.");
  const shown = (await fileTypeFromBuffer(bytes))?.mime ?? "";
  const allowed = SHOWN_BY.get(assetType.name);
  if (allowed && !allowed.includes(shown)) throw flaw("file", `The file is no ${assetType.name}.`);
  return bytes;
}
