import { fileTypeFromBuffer } from "file-type";
import { processing } from "./refusal.ts";

export interface Download {
  readonly bytes: Uint8Array;
  readonly ext: string;
  readonly mime: string;
  /** The last part of the URL's path. */
  readonly filename: string;
}

const FORMATS: ReadonlyMap<string, string> = new Map([
  ["image/gif", "gif"],
  ["image/x-icon", "ico"],
  ["image/jpeg", "jpg"],
  ["image/png", "png"],
  ["image/apng", "png"],
  ["image/webp", "webp"],
]);

const PATIENCE = 10_000;

/** What `asset_url` names: asked for once, without any header of the caller's, following no redirect. */
export async function download(url: string, largest: number, fetcher: typeof fetch): Promise<Download> {
  const address = URL.parse(url);
  if (!address || !["http:", "https:"].includes(address.protocol))
    throw processing("ASSET_UPLOAD_FAILED", "The asset failed to upload: the URL is not valid.");
  const bytes = await bytesOf(address, largest, fetcher);
  const { ext, mime } = await formatOf(bytes);
  return { bytes, ext, mime, filename: decoded(address.pathname.split("/").at(-1) ?? "") };
}

async function bytesOf(address: URL, largest: number, fetcher: typeof fetch): Promise<Uint8Array> {
  const failed = processing("ASSET_UPLOAD_FAILED", "The asset failed to upload: the URL can't be fetched.");
  const response = await fetcher(address, {
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => undefined);
  if (response?.status !== 200 || !response.body) throw failed;
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body) {
      size += part.byteLength;
      if (size > largest) break;
      parts.push(part);
    }
  } catch {
    throw failed;
  }
  if (size > largest)
    throw processing("ASSET_SIZE_EXCEEDS_LIMIT", "The file exceeds the maximum size of 5 MB.");
  return Buffer.concat(parts);
}

/** By the first bytes, whatever it is called. Archives, documents and videos are not played here. */
async function formatOf(bytes: Uint8Array): Promise<{ ext: string; mime: string }> {
  const type = await fileTypeFromBuffer(bytes);
  const ext = FORMATS.get(type?.mime ?? "");
  if (type && ext) return { ext, mime: type.mime };
  const start = new TextDecoder().decode(bytes.subarray(0, 1000));
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(start))
    return { ext: "svg", mime: "image/svg+xml" };
  throw processing("UNSUPPORTED_FILE_TYPE", "The file type is not supported.", {
    file_type: type?.ext ?? "unknown",
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text) || "image";
  } catch {
    return text;
  }
}
