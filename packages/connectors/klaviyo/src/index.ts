import { defineConnector } from "@gatefold/connector-sdk";

import { deliver } from "./deliver.ts";
import { health } from "./health.ts";
import { pull } from "./pull.ts";
import { reconcile } from "./reconcile.ts";
import { remove } from "./remove.ts";
import { roles } from "./roles.ts";
import { secrets, settings } from "./settings.ts";
import { verify } from "./verify.ts";
import { ORIGIN, REVISION } from "./wire.ts";

/** Klaviyo's image library. Facts as of revision 2026-07-15 of github.com/klaviyo/openapi. */
export default defineConnector({
  contract: 1,
  meta: {
    id: "klaviyo",
    name: "Klaviyo",
    vendor: "Klaviyo",
    version: "0.1.0",
    docsUrl: "https://developers.klaviyo.com/en/reference/images_api_overview",
    apiVersion: REVISION,
    origins: [ORIGIN],
    limits: {
      account: { perSecond: 1, perMinute: 15 },
      "image-read": { perSecond: 10, perMinute: 150 },
      "image-update": { perSecond: 10, perMinute: 150 },
      // Klaviyo's sources say 100 and 500 a day for files, 100 for links: the smaller holds either way.
      "image-upload": { perSecond: 3, perMinute: 100, perDay: 100 },
    },
    buckets: { deliver: "image-upload", remove: "image-update" },
    staleness:
      "A hidden image leaves the library at once. Its address stays open to whoever has it, and mails that use it go on showing it. A web feed is asked again within about half an hour, and what it answered is kept until then.",
  },
  settings,
  secrets,
  destination: [],
  capabilities: {
    deliver: "upload",
    // "5MB" is read as the smaller of its two meanings.
    maxBytes: 5_000_000,
    mimeTypes: ["image/jpeg", "image/png", "image/gif"],
    dedupe: "marker",
    remove: "hide",
  },
  roles,
  verify,
  deliver,
  reconcile,
  remove,
  health,
  pull,
});
