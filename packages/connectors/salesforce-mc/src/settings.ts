import type { Context } from "@gatefold/connector-sdk";
import { z } from "zod";

const unit = z.string().regex(/^[0-9]{1,12}$/, "a business unit's MID is a number");

export const settings = z.strictObject({
  subdomain: z
    .string()
    .regex(/^mc[a-z0-9-]{26}$/, "a tenant's subdomain has 28 characters and begins with mc")
    .describe(
      "The tenant's subdomain: the 28 characters before .auth.marketingcloudapis.com in the package's Authentication Base URI.",
    ),
  accountId: unit.describe("The MID of the business unit whose Content Builder pictures go into."),
  parentAccountId: unit
    .optional()
    .describe(
      "The MID of the enterprise, where accountId is one of its business units: people and roles are listed there alone.",
    ),
  folderId: z
    .string()
    .regex(/^[0-9]{1,12}$/, "a folder's id is a number")
    .optional()
    .describe("The id of the Content Builder folder below which ours are made; its root where left out."),
  pullBy: z
    .enum(["token", "block"])
    .default("token")
    .describe(
      'How mails ask for a picture as they are sent: "token" with a signed token from AMPscript; "block" from an External Content block, which can prove nothing but that it knows the placement.',
    ),
  pullAlgorithm: z
    .enum(["HS256", "RS256"])
    .default("HS256")
    .describe("What signs the token: a symmetric key (HS256) or an asymmetric one (RS256)."),
  pullAudience: z
    .string()
    .min(4)
    .max(200)
    .default("gatefold")
    .describe('What the token\'s "aud" must say: something that this connection alone is called.'),
});

export const secrets = z.strictObject({
  clientId: z
    .string()
    .min(1)
    .describe("The client id of an installed package with a server-to-server API integration."),
  clientSecret: z.string().min(1).describe("Its client secret."),
  pullKey: z
    .string()
    .min(32, "a key that proves something has 32 characters at least")
    .optional()
    .describe(
      "Where mails ask with a token: the symmetric key as typed into Key Management (HS256), or the public key as PEM (RS256).",
    ),
});

export type SalesforceSettings = z.output<typeof settings>;
export type SalesforceSecrets = z.output<typeof secrets>;
export type SalesforceContext = Context<SalesforceSettings, SalesforceSecrets>;
