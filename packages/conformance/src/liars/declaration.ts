import { z } from "zod";
import type { Order } from "@gatefold/connector-sdk";

import type { Target } from "../target.ts";
import type { Liar } from "./liar.ts";
import { account, bearerOf, search, shelf, shelfTarget, upload } from "./shelf.ts";
import type { ShelfContext } from "./shelf.ts";
import { SHELF_KEYS } from "./shelf-fake.ts";

/** With another schema of its settings; its verbs do not read them. */
const withSettings = (field: z.ZodType): Target => ({
  ...shelfTarget(),
  connector: { ...shelf, settings: z.strictObject({ shelf: field.describe("The shelf pictures go to.") }) },
});

const keyOf = (context: ShelfContext) =>
  bearerOf(context, String(new Map(Object.entries(context.settings)).get("opener")));

/** The key that opens the account stands among the settings, under a harmless name. */
const keyInSettings = (): Target => {
  const honest = shelfTarget();
  const { first, second, wrong } = honest.connections;
  const opened = (at: typeof first, opener: string) => ({ ...at, settings: { opener } });
  return {
    ...honest,
    connector: {
      ...shelf,
      settings: z.strictObject({ opener: z.string().describe("What opens the shelf.") }),
      verify: (context: ShelfContext) => account(context, { bearer: keyOf(context) }),
      deliver: (context: ShelfContext, order: Order) => upload(context, order, { bearer: keyOf(context) }),
      reconcile: (context: ShelfContext, { marker }: Order) =>
        search(context, marker, { bearer: keyOf(context) }),
    },
    connections: {
      first: opened(first, SHELF_KEYS.first),
      second: opened(second, SHELF_KEYS.second),
      wrong: opened(wrong, "nobody's key"),
    },
  };
};

export const declarationLiars: readonly Liar[] = [
  {
    caughtBy: 1,
    lie: "has a version that can't be compared",
    target: () => shelfTarget({ meta: { ...shelf.meta, version: "latest" } }),
  },
  {
    caughtBy: 2,
    lie: "says that it hides what it deletes",
    target: () => shelfTarget({ capabilities: { ...shelf.capabilities, remove: "hide" } }),
  },
  { caughtBy: 3, lie: "keeps its key among the settings", target: keyInSettings },
  {
    caughtBy: 4,
    lie: "has a setting that no form can ask for",
    target: () => withSettings(z.custom<string>((value) => typeof value === "string")),
  },
  { caughtBy: 5, lie: "takes anything for a setting", target: () => withSettings(z.coerce.string()) },
  {
    caughtBy: 6,
    lie: "can't read the settings that it saved",
    target: () =>
      withSettings(
        z
          .string()
          .regex(/^\w+$/)
          .transform((name) => `shelf: ${name}`),
      ),
  },
];
