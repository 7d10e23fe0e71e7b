import { defineConnector } from "@gatefold/connector-sdk";

import { deliver } from "./deliver.ts";
import { health } from "./health.ts";
import { prepare } from "./prepare.ts";
import { pull } from "./pull.ts";
import { reconcile } from "./reconcile.ts";
import { remove } from "./remove.ts";
import { roles } from "./roles.ts";
import { originOf, ORIGINS, secrets, settings } from "./settings.ts";
import { verify } from "./verify.ts";
import { VERSION } from "./wire.ts";

/** Mailchimp's file manager. Facts as of Marketing API 3.0. */
export default defineConnector({
  contract: 1,
  meta: {
    id: "mailchimp",
    name: "Mailchimp",
    vendor: "Intuit Mailchimp",
    version: "0.1.0",
    docsUrl: "https://mailchimp.com/developer/marketing/api/file-manager/",
    apiVersion: VERSION,
    origins: ORIGINS,
    // A person has ten connections at a time, whatever apps they come from. There is no number a minute or a day.
    limits: { api: { concurrency: 10 } },
    buckets: { deliver: "api", remove: "api" },
    staleness:
      "A deleted file leaves the file manager at once. Whether its address stays open is not documented; mails that were sent may go on showing it. A feed is fetched when a mail is about to be sent, and what it answered is in that mail.",
  },
  settings,
  secrets,
  destination: ["host", "dataCentre"],
  capabilities: {
    deliver: "upload",
    // "10 MB" is read as the smaller of its two meanings.
    maxBytes: 10_000_000,
    mimeTypes: ["image/jpeg", "image/png", "image/gif"],
    dedupe: "marker",
    remove: "delete",
  },
  roles,
  originsOf: (connection) => [originOf(connection)],
  // Mailchimp counts by person; of keys, only the same one is surely the same person's.
  quotaOf: ({ secrets: { apiKey } }) => apiKey,
  verify,
  prepare,
  deliver,
  reconcile,
  remove,
  health,
  pull,
});
