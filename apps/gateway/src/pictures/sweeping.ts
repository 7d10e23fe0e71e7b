import type { Millis } from "@gatefold/core";
import type { Blobs, Journal } from "@gatefold/store";

const PAGE = 1000;

/**
 * Deletes the bytes that no journal ever mentions: uploads that were refused after their bytes were stored, and older
 * than a day. What was an asset's once stays, so that any change can be undone. Answers how many went.
 */
export async function sweepBlobs(
  { journal, blobs }: { readonly journal: Pick<Journal, "accounts" | "read">; readonly blobs: Blobs },
  now: Millis,
): Promise<number> {
  const keep = new Set<string>();
  for (const account of await journal.accounts()) {
    for (let after = 0; ;) {
      const entries = await journal.read(account, { after, limit: PAGE });
      for (const { event } of entries) {
        if (event.type === "asset.versioned") keep.add(event.version.sha256);
        if (event.type === "asset.created" && event.asset.version) keep.add(event.asset.version.sha256);
      }
      const last = entries.at(-1);
      if (!last || entries.length < PAGE) break;
      after = last.seq;
    }
  }
  return blobs.sweep(keep, now);
}
