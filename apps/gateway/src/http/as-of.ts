import { z } from "zod";
import type { AsOf } from "../account/pasts.ts";
import { timeField } from "./fields.ts";

/** A day of the past: a moment with its offset, or the number of an entry of the journal. */
export const asOfField = z.union([
  timeField.transform((at): AsOf => ({ at })),
  z.coerce
    .number()
    .int()
    .positive()
    .transform((revision): AsOf => ({ revision })),
]);
