import type { Context } from "@gatefold/connector-sdk";
import { z } from "zod";

export const settings = z.strictObject({
  uploadBy: z
    .enum(["file", "link"])
    .default("file")
    .describe(
      'How pictures get in: "file" sends the bytes; "link" lets Klaviyo fetch them from this gateway, which must then be reachable from the internet.',
    ),
});

export const secrets = z.strictObject({
  apiKey: z
    .string()
    .regex(/^pk_[!-~]+$/, "a private API key starts with pk_ and has no spaces")
    .describe(
      "A private API key with the scopes accounts:read, images:read and images:write, from Settings > API keys.",
    ),
});

export type KlaviyoContext = Context<z.output<typeof settings>, z.output<typeof secrets>>;
