import { defineConnector } from "@gatefold/connector-sdk";

import { MIME_TYPES } from "./image-name.ts";
import { deliver } from "./deliver.ts";
import { directory } from "./directory.ts";
import { health } from "./health.ts";
import { prepare } from "./prepare.ts";
import { pull } from "./pull.ts";
import { reconcile } from "./reconcile.ts";
import { remove } from "./remove.ts";
import { replace } from "./replace.ts";
import { roles } from "./roles.ts";
import { secrets, settings } from "./settings.ts";
import { verify } from "./verify.ts";
import { ORIGINS, originOf } from "./wire.ts";

/** Salesforce Marketing Cloud Engagement: Content Builder by REST, people by SOAP. */
export default defineConnector({
  contract: 1,
  meta: {
    id: "salesforce-mc",
    name: "Salesforce Marketing Cloud",
    vendor: "Salesforce",
    version: "0.1.0",
    docsUrl: "https://developer.salesforce.com/docs/marketing/marketing-cloud/guide/content-api.html",
    apiVersion: "asset/v1, v2/token, partnerAPI",
    origins: ORIGINS,
    limits: {
      token: { perMinute: 10 },
      // Support names 2,500 a minute. The hour's number never binds: it makes a 429 that names no time (50200, "temporarily
      // blocked") a long wait and not a short one.
      rest: { perMinute: 2000, perHour: 120_000, concurrency: 10 },
      soap: { perMinute: 2000, concurrency: 2 },
    },
    buckets: { deliver: "rest", remove: "rest" },
    staleness:
      "A deleted picture leaves Content Builder at once. Its published address may stay open on Salesforce's content network, and mails that were sent go on using it.",
  },
  settings,
  secrets,
  destination: ["subdomain", "accountId"],
  capabilities: {
    deliver: "upload",
    // "5 MB" is read as the smaller of its two meanings.
    maxBytes: 5_000_000,
    mimeTypes: MIME_TYPES,
    dedupe: "vendor-key",
    remove: "delete",
    replace: true,
  },
  roles,
  originsOf: (connection) =>
    (["auth", "rest", "soap"] as const).map((part) => originOf(connection.settings, part)),
  quotaOf: ({ settings: { subdomain } }) => subdomain,
  verify,
  prepare,
  deliver,
  replace,
  reconcile,
  remove,
  health,
  directory,
  pull,
});
