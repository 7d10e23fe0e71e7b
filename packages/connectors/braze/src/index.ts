import { defineConnector } from "@gatefold/connector-sdk";

import { deliver } from "./deliver.ts";
import { directory } from "./directory.ts";
import { health } from "./health.ts";
import { pull } from "./pull.ts";
import { reconcile } from "./reconcile.ts";
import { remove } from "./remove.ts";
import { replace } from "./replace.ts";
import { roles } from "./roles.ts";
import { INSTANCES, originOf, secrets, settings } from "./settings.ts";
import { verify } from "./verify.ts";

/** Braze's media library, its people by SCIM, and its Connected Content. Facts as of braze.com/docs in 2026. */
export default defineConnector({
  contract: 1,
  meta: {
    id: "braze",
    name: "Braze",
    vendor: "Braze",
    version: "0.1.0",
    docsUrl: "https://www.braze.com/docs/api/endpoints/media_library/manage_assets/create",
    // Braze's API has no versions.
    apiVersion: "2026",
    origins: Object.values(INSTANCES),
    limits: {
      lists: { perHour: 250_000 },
      // Braze's pages say 100 and 250,000: the smaller holds either way.
      media: { perHour: 100 },
      // Braze's pages say 5,000 and 20,000, for the whole company.
      scim: { perDay: 5000 },
    },
    buckets: { deliver: "media", remove: "media" },
    staleness:
      "Delete a picture by hand in Braze's media library. Its address stays open even then, until Braze's support deletes the file, and messages that use it go on showing it. Connected Content may show an answer for up to four hours.",
  },
  settings,
  secrets,
  destination: ["instance"],
  capabilities: {
    deliver: "upload",
    // "5 MB" is read as the smaller of its two meanings.
    maxBytes: 5_000_000,
    mimeTypes: ["image/jpeg", "image/png", "image/gif", "image/webp", "image/svg+xml", "image/x-icon"],
    dedupe: "none",
    remove: "none",
    replace: true,
  },
  roles,
  originsOf: (connection) => [originOf(connection.settings)],
  quotaOf: ({ settings: { instance, workspace } }) => `${instance} ${workspace}`,
  verify,
  deliver,
  replace,
  reconcile,
  remove,
  health,
  directory,
  pull,
});
