import type { Context } from "@gatefold/connector-sdk";
import { z } from "zod";

export const settings = z.strictObject({});

export const secrets = z.strictObject({
  apiKey: z.string().startsWith("pk_").describe("A private API key, from Settings > API keys."),
});

export type ShelfContext = Context<z.output<typeof settings>, z.output<typeof secrets>>;
