import type { Asset } from "@gatefold/core";
import { z } from "zod";
import { isoTime, time } from "../http/fields.ts";

/** An asset as the API shows it. */
export const assetForm = z
  .object({
    id: z.string(),
    folder: z.string(),
    name: z.string(),
    approved: z.boolean(),
    expires: time.nullable(),
    version: z
      .object({
        id: z.string(),
        sha256: z.string(),
        bytes: z.number(),
        mime: z.string(),
        /** Pixels, as it is shown. */
        width: z.number(),
        height: z.number(),
      })
      .nullable(),
    /** Where its bytes are, with the same key: on an origin of their own. */
    links: z.object({ content: z.url(), thumbnail: z.url() }),
  })
  .meta({ id: "Asset" });

export function shownAsset(asset: Asset, contentUrl: string): z.input<typeof assetForm> {
  const at = `${contentUrl}/v1/assets/${encodeURIComponent(asset.id)}`;
  const links = { content: `${at}/content`, thumbnail: `${at}/thumbnail?size=480` };
  return { ...asset, expires: isoTime(asset.expires), links };
}
