import type { Blobs } from "@gatefold/store";

/** Originals up to this size, and of all of them as many as fit in this. */
const LARGEST = 1_000_000;
const ROOM = 64_000_000;

/**
 * Bytes that were asked for lately, whole and checked against their hash, so that a picture in demand costs no file. A blob
 * never changes under its hash; who may have it is decided before, each time.
 */
export interface HotBytes {
  /** Undefined: too large to be kept; stream it. */
  of(sha256: string, bytes: number): Promise<Uint8Array | undefined>;
}

export function createHotBytes(blobs: Pick<Blobs, "read">): HotBytes {
  const kept = new Map<string, Promise<Uint8Array>>();
  const sizes = new Map<string, number>();
  let room = ROOM;
  const drop = (sha256: string) => {
    kept.delete(sha256);
    room += sizes.get(sha256) ?? 0;
    sizes.delete(sha256);
  };
  return {
    async of(sha256, bytes) {
      if (bytes > LARGEST) return undefined;
      const known = kept.get(sha256);
      if (known) {
        // Put again at the end: the first in the map is the one used longest ago.
        kept.delete(sha256);
        kept.set(sha256, known);
        return known;
      }
      const reading = blobs.read(sha256);
      kept.set(sha256, reading);
      sizes.set(sha256, bytes);
      room -= bytes;
      for (const oldest of kept.keys()) {
        if (room >= 0) break;
        drop(oldest);
      }
      // What could not be read is tried anew the next time.
      reading.catch(() => kept.get(sha256) === reading && drop(sha256));
      return reading;
    },
  };
}
