import { z } from "zod";
import type { PlatformRequest } from "../frame/platform.ts";
import type { BrazeAccount } from "./accounts.ts";
import type { Assets, BrazeAsset } from "./assets.ts";
import { download } from "./downloads.ts";
import type { Download } from "./downloads.ts";
import type { BrazeReadings } from "./readings.ts";
import { processing, Refusal } from "./refusal.ts";

export interface MediaContext {
  readonly assets: Assets;
  readonly readings: BrazeReadings;
  readonly assetUrl: (asset: BrazeAsset) => string;
  readonly fetch: typeof fetch;
}

/** Anything but these fields is refused: no folder, tag or team can be given. */
const createSchema = z.strictObject({
  asset_url: z.string().optional(),
  asset_file: z.unknown().optional(),
  name: z.string().optional(),
});
const replaceSchema = z.strictObject({
  asset_id: z.string(),
  asset_url: z.string().optional(),
  asset_file: z.unknown().optional(),
});

const LARGEST_REQUEST = 4_000_000;

/** `POST /media_library/create`. */
export async function createAsset(
  account: BrazeAccount,
  request: PlatformRequest,
  context: MediaContext,
): Promise<unknown> {
  refuseWithoutMedia(account);
  const given = bodyOf(request, createSchema);
  const url = urlOf(given);
  const { assets, readings } = context;
  const most = account.mostAssets;
  if (most !== undefined && assets.list(account.id).length >= most)
    throw processing("MEDIA_LIBRARY_LIMIT_REACHED", "The media library is full.", { limit: most });
  const name = given.name === undefined || given.name === "" ? undefined : given.name;
  let file: Download;
  try {
    file = await download(url, readings.largestAsset, context.fetch);
  } catch (error) {
    if (!(error instanceof Refusal) || readings.refusedFile === "status") throw error;
    const refused = { name: name ?? url, size: 0, ext: "", error: error.message };
    return { new_assets: [], errors: [refused], dashboard_url: dashboardUrl(account) };
  }
  const { bytes, ext, mime, filename } = file;
  const asset = await assets.add(account.id, { name: name ?? filename, bytes, ext, mime });
  return shown(account, asset, context);
}

/** `PUT /media_library/replace_file`: id and address stay. */
export async function replaceFile(
  account: BrazeAccount,
  request: PlatformRequest,
  context: MediaContext,
): Promise<unknown> {
  refuseWithoutMedia(account);
  const given = bodyOf(request, replaceSchema);
  const url = urlOf(given);
  const { assets, readings } = context;
  const asset = assets.get(account.id, given.asset_id);
  if (!asset) throw new Refusal(readings.unknownAsset, "Asset not found.");
  const { bytes, ext } = await download(url, readings.largestAsset, context.fetch);
  if (ext !== asset.ext)
    throw processing("UNSUPPORTED_FILE_TYPE", `The file must have the extension ${asset.ext}.`, {
      file_type: ext,
    });
  const replaced = await assets.replace(asset, bytes);
  if (readings.replaceAnswer === "empty") return undefined;
  return readings.replaceAnswer === "message" ? { message: "success" } : shown(account, replaced, context);
}

/** `GET /content_blocks/list` and `/templates/email/list`: this workspace has none. */
export function emptyList(kind: "content_blocks" | "templates", { query }: PlatformRequest): unknown {
  for (const [name, value] of query)
    if (!["limit", "offset"].includes(name) || !/^\d{1,4}$/.test(value))
      throw new Refusal(400, `The parameter ${name} is not valid.`);
  return { count: 0, [kind]: [], message: "success" };
}

function refuseWithoutMedia({ mediaApi = true }: BrazeAccount): void {
  if (!mediaApi) throw new Refusal(403, "Media Library Public APIs are not enabled for this company.");
}

function bodyOf<Schema extends z.ZodType>(request: PlatformRequest, schema: Schema): z.output<Schema> {
  if (!/^application\/json(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new Refusal(415, "Send the body as application/json.");
  if (request.body.byteLength > LARGEST_REQUEST) throw new Refusal(413, "The request is too large.");
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.body));
  } catch {
    throw new Refusal(400, "The body is not valid JSON.");
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new Refusal(400, "The request has invalid parameters.", {
    errors: parsed.error.issues.map((issue) =>
      issue.code === "unrecognized_keys"
        ? `unknown: ${issue.keys.join(", ")}`
        : `${issue.path.join(".")}: ${issue.message}`,
    ),
  });
}

/** The bytes themselves have no form in JSON that is documented, so only the URL is taken. */
function urlOf(given: { asset_url?: string | undefined; asset_file?: unknown }): string {
  if (given.asset_url !== undefined && given.asset_file !== undefined)
    throw new Refusal(400, "Both asset_url and asset_file cannot be provided. Please provide only one.");
  if (given.asset_url === undefined && given.asset_file === undefined)
    throw new Refusal(400, "Either asset_url or asset_file must be provided.");
  if (given.asset_url === undefined)
    throw processing("ASSET_UPLOAD_FAILED", "The asset failed to upload: its bytes can't be read.");
  return given.asset_url;
}

function shown(account: BrazeAccount, asset: BrazeAsset, { assetUrl, readings }: MediaContext) {
  const { name, size, ext, id } = asset;
  return {
    new_assets: [{ name, size, url: assetUrl(asset), ext }],
    errors: [],
    dashboard_url: dashboardUrl(account, readings.dashboardUrl === "with-id" ? id : undefined),
  };
}

function dashboardUrl({ id, instance }: BrazeAccount, asset?: string): string {
  const host = instance.startsWith("fra") ? "dashboard-01.braze.eu" : "dashboard-01.braze.com";
  const library = `https://${host}/engagement/media_library`;
  return asset === undefined ? `${library}/${id}` : `${library}/${asset}/${id}`;
}
