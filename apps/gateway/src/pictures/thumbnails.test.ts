import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Blobs } from "@gatefold/store";
import sharp from "sharp";
import { afterEach, beforeEach, expect, it } from "vitest";
import { samplePicture } from "../../test/sample-pictures.ts";
import { createLanes } from "./lanes.ts";
import { createThumbnails, type ThumbnailSize } from "./thumbnails.ts";

let folder: string;
let reads: number;
const originals = new Map<string, Uint8Array>();
const blobs: Pick<Blobs, "read"> = {
  async read(sha256) {
    reads += 1;
    const bytes = originals.get(sha256);
    if (!bytes) throw new Error("no such blob");
    return bytes;
  },
};
const create = () => createThumbnails({ blobs, folder, lanes: createLanes(1) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatefold-thumbnails-"));
  reads = 0;
});
afterEach(() => rm(folder, { recursive: true }));

function original(bytes: Uint8Array): string {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  originals.set(sha256, bytes);
  return sha256;
}

async function shape(sha256: string, size: ThumbnailSize) {
  const { format, width, height } = await sharp(await create().get(sha256, size)).metadata();
  return { format, width, height };
}

it("fits the picture into the size, as WebP, never enlarged", async () => {
  const wide = original(await samplePicture({ width: 960, height: 480 }));
  const small = original(await samplePicture({ width: 40, height: 20 }));
  expect(await shape(wide, 160)).toEqual({ format: "webp", width: 160, height: 80 });
  expect(await shape(wide, 480)).toEqual({ format: "webp", width: 480, height: 240 });
  expect(await shape(small, 480)).toEqual({ format: "webp", width: 40, height: 20 });
});

it("turns it upright and drops what the camera wrote", async () => {
  const bytes = await sharp(await samplePicture({ format: "jpeg", width: 300, height: 100 }))
    .withExif({ IFD0: { Artist: "Ann Author", Orientation: "6" } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const thumbnail = await create().get(original(bytes), 160);
  const metadata = await sharp(thumbnail).metadata();
  expect(metadata.height).toBe(160);
  expect(metadata.exif).toBeUndefined();
  expect(Buffer.from(thumbnail).includes("Ann Author")).toBe(false);
});

it("makes a thumbnail once for all who ask at the same time", async () => {
  const sha256 = original(await samplePicture());
  const thumbnails = create();
  const all = await Promise.all(Array.from({ length: 8 }, () => thumbnails.get(sha256, 160)));
  expect(new Set(all).size).toBe(1);
  expect(reads).toBe(1);
});

it("keeps it on disk for the next process, and leaves no drafts", async () => {
  const sha256 = original(await samplePicture());
  const first = await create().get(sha256, 160);
  const second = await create().get(sha256, 160);
  expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true);
  expect(reads).toBe(1);
  expect(await readdir(join(folder, sha256.slice(0, 2)))).toEqual([`${sha256}-160.webp`]);
});

it("tries again after a failure", async () => {
  const bytes = await samplePicture({ hue: 20 });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const thumbnails = create();
  await expect(thumbnails.get(sha256, 160)).rejects.toThrow("no such blob");
  original(bytes);
  await expect(thumbnails.get(sha256, 160)).resolves.toBeDefined();
});
