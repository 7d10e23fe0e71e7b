import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Blobs } from "@gatefold/store";
import sharp from "sharp";
import { MAX_PIXELS } from "./inspect.ts";
import type { Lanes } from "./lanes.ts";

/** Longest side, in pixels. */
export const thumbnailSizes = [160, 480] as const;

export type ThumbnailSize = (typeof thumbnailSizes)[number];

export const THUMBNAIL_MIME = "image/webp";

export interface Thumbnails {
  /** The picture re-encoded small, without metadata: safe to show inline. Made once, then kept on disk. */
  get(sha256: string, size: ThumbnailSize): Promise<Uint8Array>;
}

/** Thumbnails of the pictures in `blobs`, kept in `folder`. The folder is a cache: it may be emptied at any time. */
export function createThumbnails(deps: {
  blobs: Pick<Blobs, "read">;
  folder: string;
  lanes: Lanes;
}): Thumbnails {
  const underway = new Map<string, Promise<Uint8Array>>();

  const make = async (sha256: string, size: ThumbnailSize, path: string) => {
    const kept = await readFile(path).catch(ignoreMissing);
    if (kept) return kept;
    const thumbnail = await deps.lanes(async () => shrink(await deps.blobs.read(sha256), size));
    await keep(path, thumbnail);
    return thumbnail;
  };

  return {
    get(sha256, size) {
      const path = join(deps.folder, sha256.slice(0, 2), `${sha256}-${size}.webp`);
      const running = underway.get(path);
      if (running) return running;
      const made = make(sha256, size, path).finally(() => underway.delete(path));
      underway.set(path, made);
      return made;
    },
  };
}

function shrink(bytes: Uint8Array, size: ThumbnailSize): Promise<Uint8Array> {
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error" })
    .autoOrient()
    .resize({ width: size, height: size, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer();
}

/** Under a name of its own first, so that a reader never finds half of it. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, bytes, { mode: 0o600 });
  await rename(draft, path);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
  return undefined;
}
