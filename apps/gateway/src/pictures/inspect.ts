import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { PictureRefused } from "./errors.ts";
import { pictureExtent } from "./extent.ts";
import { formats, isPictureMime, type PictureMime } from "./formats.ts";

/** What a picture is, found in its bytes. */
export interface Picture {
  readonly mime: PictureMime;
  /** Pixels, as it is shown: turned by its orientation. */
  readonly width: number;
  readonly height: number;
}

/** All frames of an animation together. */
export const MAX_PIXELS = 100_000_000;

/**
 * Is this a whole picture and nothing else? Told by its bytes alone, never by a name or a header; every pixel is
 * decoded once, so that a picture that is taken can also be shown. Throws `PictureRefused`.
 */
export async function inspectPicture(bytes: Uint8Array, maxPixels = MAX_PIXELS): Promise<Picture> {
  const mime = (await fileTypeFromBuffer(bytes))?.mime ?? "";
  if (!isPictureMime(mime)) {
    throw new PictureRefused(
      "NOT_A_PICTURE",
      `This is not a picture the library takes; send ${names.join(", ")}.`,
      { found: mime || null },
    );
  }
  const picture = await readHeader(bytes, mime, maxPixels);
  refuseCompany(bytes, mime);
  await decodeWhole(bytes, mime, maxPixels);
  return picture;
}

const names = Object.values(formats).map((format) => format.name);

async function readHeader(bytes: Uint8Array, mime: PictureMime, maxPixels: number): Promise<Picture> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw damaged(mime, error);
    });
  const { width, height } = header.autoOrient;
  const pixels = width * height * (header.pages ?? 1);
  if (pixels > maxPixels) {
    throw new PictureRefused(
      "PICTURE_TOO_LARGE",
      `The picture has ${pixels} pixels; send one with at most ${maxPixels}.`,
      { pixels, limit: maxPixels },
    );
  }
  return { mime, width, height };
}

/** A file that is a picture and something else besides is refused: whoever opens it may see the something else. */
function refuseCompany(bytes: Uint8Array, mime: PictureMime): void {
  const end = pictureExtent(bytes, mime);
  if (end === undefined) throw damaged(mime);
  if (bytes.subarray(end).some((byte) => byte !== 0)) {
    throw new PictureRefused(
      "PICTURE_NOT_ALONE",
      "Something else stands in the file after the picture; save it anew as a picture and send that.",
      { picture: end, file: bytes.length },
    );
  }
}

async function decodeWhole(bytes: Uint8Array, mime: PictureMime, maxPixels: number): Promise<void> {
  try {
    await sharp(bytes, { limitInputPixels: maxPixels, failOn: "error", animated: true }).stats();
  } catch (error) {
    throw damaged(mime, error);
  }
}

function damaged(mime: PictureMime, cause?: unknown): PictureRefused {
  return new PictureRefused(
    "PICTURE_DAMAGED",
    `The ${formats[mime].name} picture is cut off or damaged; save it anew and send that.`,
    { format: mime },
    { cause },
  );
}
