import type { Context } from "@gatefold/connector-sdk";
import { z } from "zod";

/** Braze's instances and where their API is. No address tells which one an account is on: the dashboard's does. */
export const INSTANCES = {
  "US-01": "https://rest.iad-01.braze.com",
  "US-02": "https://rest.iad-02.braze.com",
  "US-03": "https://rest.iad-03.braze.com",
  "US-04": "https://rest.iad-04.braze.com",
  "US-05": "https://rest.iad-05.braze.com",
  "US-06": "https://rest.iad-06.braze.com",
  "US-07": "https://rest.iad-07.braze.com",
  "US-08": "https://rest.iad-08.braze.com",
  "US-10": "https://rest.us-10.braze.com",
  // Older pages of Braze's have this address for US-10.
  "US-10 (iad)": "https://rest.iad-10.braze.com",
  "EU-01": "https://rest.fra-01.braze.eu",
  "EU-02": "https://rest.fra-02.braze.eu",
  "AU-01": "https://rest.au-01.braze.com",
  "ID-01": "https://rest.id-01.braze.com",
  "JP-01": "https://rest.jp-01.braze.com",
  "KR-01": "https://rest.kr-01.braze.com",
} as const;

export type Instance = keyof typeof INSTANCES;

// `z.enum` of an object takes its values: these are the keys.
const names = Object.keys(INSTANCES).filter((name): name is Instance => name in INSTANCES);

export const settings = z.strictObject({
  instance: z
    .enum(names)
    .describe(
      "The instance that your dashboard's address names: dashboard-01.braze.com is US-01, dashboard-01.braze.eu is EU-01.",
    ),
  workspace: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .describe(
      "The workspace the key belongs to, by its name or id exactly as in Braze. Braze's API does not tell it; people's rights are read for this workspace alone.",
    ),
  scimOrigin: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "To find people: the service origin that you entered in Braze under SCIM Provisioning. Leave it out where people are linked otherwise.",
    ),
});

const token = z
  .string()
  .regex(/^[!#-&(-~]{8,}$/, "copy it as Braze shows it: eight characters or more, no quotes, no spaces");

export const secrets = z.strictObject({
  apiKey: token.describe(
    "A REST API key with the permissions media_library.create, media_library.replace and content_blocks.list, from Settings > API Keys.",
  ),
  scimToken: token
    .optional()
    .describe("To find people: the SCIM token, which Braze shows once, from SCIM Provisioning > Custom."),
  pullPassword: z
    .string()
    .regex(/^[!-~]{16,200}$/, "sixteen characters or more, no spaces")
    .optional()
    .describe(
      "To let Connected Content ask for pictures: a password of your making, stored in Braze as a credential. Without it every such request is refused.",
    ),
});

export type BrazeSettings = z.output<typeof settings>;
export type BrazeSecrets = z.output<typeof secrets>;
export type BrazeContext = Context<BrazeSettings, BrazeSecrets>;

export const originOf = ({ instance }: Pick<BrazeSettings, "instance">): string => INSTANCES[instance];
