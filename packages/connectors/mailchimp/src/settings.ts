import type { Context } from "@gatefold/connector-sdk";
import { z } from "zod";

const DATA_CENTRE = /^[a-z]{2,4}\d{1,3}$/;

export const settings = z.strictObject({
  host: z
    .enum(["data-centre", "single"])
    .default("data-centre")
    .describe(
      'Where the account answers: "data-centre" at its own host, such as us19.api.mailchimp.com; "single" at api.mailchimp.com, one for all accounts.',
    ),
  dataCentre: z
    .string()
    .regex(DATA_CENTRE, "a data centre is letters and digits, such as us19")
    .optional()
    .describe("The account's data centre, such as us19, where the key does not end in it."),
});

export const secrets = z.strictObject({
  apiKey: z
    .string()
    .regex(
      /^[0-9A-Za-z]{16,64}(-[a-z]{2,4}\d{1,3})?$/,
      "an API key is letters and digits, a dash and the data centre, as …-us19",
    )
    .describe(
      "An API key of somebody who may upload files (author or higher), from Account > Extras > API keys.",
    ),
});

type Connected = {
  readonly settings: z.output<typeof settings>;
  readonly secrets: z.output<typeof secrets>;
};

const SINGLE = "https://api.mailchimp.com";

/** Every origin that Mailchimp may answer at. */
export const ORIGINS = ["https://*.api.mailchimp.com", SINGLE];

/** The one that this connection calls: its data centre's, where that is known and the settings don't say otherwise. */
export const originOf = ({ settings: { host, dataCentre }, secrets: { apiKey } }: Connected): string => {
  const centre = dataCentre ?? /-([a-z]+\d+)$/.exec(apiKey)?.[1];
  return host === "single" || centre === undefined ? SINGLE : `https://${centre}.api.mailchimp.com`;
};

export type MailchimpContext = Context<z.output<typeof settings>, z.output<typeof secrets>>;
