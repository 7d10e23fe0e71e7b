import type { PictureMime } from "./formats.ts";

/**
 * How many of these bytes are the picture, by its format's own framing, or undefined where the framing breaks off.
 * What stands after that is not the picture: an archive, a page, a script that rides along.
 */
export function pictureExtent(bytes: Uint8Array, mime: PictureMime): number | undefined {
  try {
    return extents[mime](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    // A DataView throws where a length points behind the end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Extent = (view: DataView) => number | undefined;

const extents: Record<PictureMime, Extent> = {
  "image/jpeg": jpegExtent,
  "image/png": pngExtent,
  "image/gif": gifExtent,
  "image/webp": (view) => {
    const end = 8 + view.getUint32(4, true);
    return end <= view.byteLength ? end : undefined;
  },
};

/** Phones append further whole JPEGs (a gain map, a preview), so they count as part of the picture. */
function jpegExtent(view: DataView): number | undefined {
  let end = jpegEnd(view, 0);
  while (end !== undefined && end + 2 < view.byteLength && view.getUint16(end) === 0xffd8) {
    end = jpegEnd(view, end);
  }
  return end;
}

function jpegEnd(view: DataView, start: number): number | undefined {
  let at = start + 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else {
      at += 2 + view.getUint16(at + 2);
      if (marker === 0xda) at = entropyEnd(view, at);
    }
  }
}

/** Past entropy-coded data: to the next marker that is neither stuffing nor a restart. */
function entropyEnd(view: DataView, start: number): number {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = view.getUint8(at + 1);
    if (next !== 0x00 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

function pngExtent(view: DataView): number | undefined {
  const IEND = 0x49454e44;
  for (let at = 8; ;) {
    const end = at + 12 + view.getUint32(at);
    const type = view.getUint32(at + 4);
    if (end > view.byteLength) return undefined;
    if (type === IEND) return end;
    at = end;
  }
}

function gifExtent(view: DataView): number | undefined {
  let at = 13 + colourTable(view.getUint8(10));
  for (;;) {
    const block = view.getUint8(at);
    if (block === 0x3b) return at + 1;
    if (block === 0x21) at = subBlocksEnd(view, at + 2);
    else if (block === 0x2c) at = subBlocksEnd(view, at + 11 + colourTable(view.getUint8(at + 9)));
    else return undefined;
  }
}

/** Bytes of the colour table that these flags announce. */
function colourTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function subBlocksEnd(view: DataView, start: number): number {
  let at = start;
  for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += 1 + length;
  return at + 1;
}
