import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GatefoldError, type Millis } from "@gatefold/core";
import type { Blobs } from "../contract.ts";
import { createPrivateFile, makePrivateFolder, syncFolder } from "../private-files.ts";
import { ifThere } from "./absence.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { withRoom } from "./room.ts";
import { sweep } from "./sweep.ts";

type Bytes = AsyncIterable<Uint8Array> | Uint8Array;

/**
 * Blobs as files of a folder. Reading one that is not there throws `BLOB_MISSING`, one whose bytes were changed
 * `BLOB_CHANGED` (a stream can't know; `verify` does). `clock` is the one that the sweep's `now` is read from.
 */
export function createBlobFolder(root: string, { clock = Date.now }: { clock?: () => Millis } = {}): Blobs {
  const layout = layoutOf(root);
  return {
    put: (bytes) => withRoom(put(layout, bytes, clock)),
    async read(sha256) {
      const bytes = await ifThere(readFile(layout.pathOf(sha256)));
      if (!bytes) throw missing(sha256);
      if (hashOf(bytes) !== sha256) throw changed(sha256);
      return bytes;
    },
    async stream(sha256, part) {
      const handle = await ifThere(open(layout.pathOf(sha256), "r"));
      if (!handle) throw missing(sha256);
      return Readable.toWeb(handle.createReadStream(part ?? {})) as ReadableStream<Uint8Array>;
    },
    has: async (sha256) => (await ifThere(stat(layout.pathOf(sha256)))) !== undefined,
    async verify(sha256s) {
      const broken: string[] = [];
      for (const sha256 of sha256s) {
        if ((await ifThere(hashOfFile(layout.pathOf(sha256)))) !== sha256) broken.push(sha256);
      }
      return broken;
    },
    sweep: (keep, now) => sweep(layout, keep, now),
  };
}

async function put(layout: Layout, bytes: Bytes, clock: () => Millis) {
  if (bytes instanceof Uint8Array) {
    const known = { sha256: hashOf(bytes), bytes: bytes.byteLength };
    if (await isKept(layout.pathOf(known.sha256), known.bytes, clock())) return known;
  }
  const draft = layout.draftPath();
  await makePrivateFolder(layout.drafts);
  try {
    const written = await writeDraft(draft, bytes instanceof Uint8Array ? [bytes] : bytes);
    const path = layout.pathOf(written.sha256);
    if (!(await isKept(path, written.bytes, clock()))) await settle(layout, draft, path);
    return written;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Is it there already? Then it counts as new again, so that no sweep takes it before it is used. */
async function isKept(path: string, bytes: number, now: Millis): Promise<boolean> {
  const seconds = now / 1000;
  await ifThere(utimes(path, seconds, seconds));
  return (await ifThere(stat(path)))?.size === bytes;
}

async function writeDraft(draft: string, bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  const hash = createHash("sha256");
  let length = 0;
  const handle = await createPrivateFile(draft);
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      length += chunk.byteLength;
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest("hex"), bytes: length };
}

/** Whole or not at all: the bytes are on the disk before they get their name, and then the name is. */
async function settle(layout: Layout, draft: string, path: string): Promise<void> {
  const folder = dirname(path);
  await makePrivateFolder(folder);
  await rename(draft, path);
  await syncFolder(folder);
  await syncFolder(layout.root);
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function missing(sha256: string): GatefoldError {
  const message = "The picture's bytes are not in the store; restore the blob folder from its backup.";
  return new GatefoldError("BLOB_MISSING", message, { sha256 });
}

function changed(sha256: string): GatefoldError {
  const message = "The picture's bytes were changed in the store; restore the blob folder from its backup.";
  return new GatefoldError("BLOB_CHANGED", message, { sha256 });
}
