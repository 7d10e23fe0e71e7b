import { fileTypeFromBuffer } from "file-type";
import type { ImageFormat } from "./images.ts";
import { invalidBody } from "./refusal.ts";

const FORMATS: ReadonlyMap<string, ImageFormat> = new Map<string, ImageFormat>([
  ["image/jpeg", "jpeg"],
  ["image/png", "png"],
  ["image/apng", "png"],
  ["image/gif", "gif"],
]);

/** The format its first bytes show, whatever it is called. Refuses what is too large or no jpeg, png or gif. */
export async function formatOf(bytes: Uint8Array, largest: number, pointer: string): Promise<ImageFormat> {
  if (bytes.byteLength > largest) throw tooLarge(pointer);
  const type = await fileTypeFromBuffer(bytes);
  const format = FORMATS.get(type?.mime ?? "");
  if (!format) throw invalidBody("The image format must be one of jpeg, png, gif.", pointer);
  return format;
}

const tooLarge = (pointer: string) => invalidBody("The image must be at most 5MB.", pointer);

const POINTER = "/data/attributes/import_from_url";

export interface ImportedPicture {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  /** The last part of the URL's path; for a data URL, which has none, what kind of thing it is. */
  readonly filename: string;
}

/** What `import_from_url` names: a base64 data URL, or a page of the web, asked for once, without following redirects. */
export async function importPicture(
  url: string,
  largest: number,
  fetcher: typeof fetch,
): Promise<ImportedPicture> {
  if (url.startsWith("data:")) {
    const bytes = dataOf(url);
    const format = await formatOf(bytes, largest, POINTER);
    return { bytes, format, filename: `image.${format}` };
  }
  const address = URL.parse(url);
  if (
    !address ||
    !["http:", "https:"].includes(address.protocol) ||
    address.username !== "" ||
    address.password !== ""
  )
    throw invalidBody("Enter a valid http or https URL, or a data URI.", POINTER);
  const bytes = await download(address, largest, fetcher);
  return { bytes, format: await formatOf(bytes, largest, POINTER), filename: filenameOf(address) };
}

function dataOf(url: string): Uint8Array {
  const [head = "", text = ""] = url.split(",", 2);
  if (
    !/^data:image\/[a-z0-9.+-]+;base64$/i.test(head) ||
    !/^[A-Za-z0-9+/]+={0,2}$/.test(text) ||
    text.length % 4 !== 0
  )
    throw invalidBody("A data URI must be data:image/…;base64,….", POINTER);
  return Buffer.from(text, "base64");
}

const PATIENCE = 10_000;

async function download(address: URL, largest: number, fetcher: typeof fetch): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetcher(address, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 200 && response.body) return await read(response.body, largest);
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(POINTER);
    throw invalidBody("The URL could not be fetched.", POINTER);
  }
  throw invalidBody(`The URL answered ${response.status} instead of an image.`, POINTER);
}

/** Stops reading at the largest size: a `RangeError`. */
async function read(body: ReadableStream<Uint8Array>, largest: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > largest) throw new RangeError("too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function filenameOf(address: URL): string {
  const last = address.pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last) || "image";
  } catch {
    return last;
  }
}
