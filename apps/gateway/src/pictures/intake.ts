import type { AssetVersion } from "@gatefold/core";
import type { Blobs } from "@gatefold/store";
import type { Ids } from "../ids.ts";
import { inspectPicture } from "./inspect.ts";
import type { Lanes } from "./lanes.ts";

/**
 * Stores a picture's bytes as they come and looks at what they are. The blob is written first: where the picture is
 * refused, or never becomes an asset, it is an orphan that a sweep takes. Throws `PictureRefused`.
 */
export async function takeIn(
  content: AsyncIterable<Uint8Array>,
  { blobs, ids, intake }: { readonly blobs: Blobs; readonly ids: Ids; readonly intake: Lanes },
): Promise<AssetVersion> {
  const { sha256, bytes } = await blobs.put(content);
  // Read in turn too: what waits holds no bytes.
  const picture = await intake(async () => inspectPicture(await blobs.read(sha256)));
  return { id: ids("version"), sha256, bytes, ...picture };
}
