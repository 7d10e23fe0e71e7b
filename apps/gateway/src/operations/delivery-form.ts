import type { Delivery } from "@gatefold/store";
import { z } from "zod";
import { isoTime, time } from "../http/fields.ts";

export const deliveryState = z.enum([
  "waiting",
  "sending",
  "delivered",
  "unknown",
  "refused",
  "failed",
  "cancelled",
  "removed",
]);

/** A delivery as the API shows it. */
export const deliveryForm = z
  .object({
    id: z.string(),
    asset: z.string(),
    version: z.string(),
    connection: z.string(),
    target: z.string(),
    /** `waiting` and `sending` are under way; `unknown` wants a person to look on the platform. */
    state: deliveryState,
    /** How often it was sent. */
    attempts: z.number(),
    /** The platform's id and address of it. */
    externalId: z.string().nullable(),
    externalUrl: z.string().nullable(),
    /** Why it was refused, failed or waits; `TOLD`: that it is there is a person's word, and taking it back looks first. */
    code: z.string().nullable(),
    message: z.string().nullable(),
    /** What it is recognised by on the platform. */
    marker: z.string(),
    user: z.string(),
    requestedAt: time,
    updatedAt: time,
    /** While it waits: not before then, where it is not its turn at once. */
    nextAt: time.nullable(),
  })
  .meta({ id: "Delivery" });

export function shownDelivery(delivery: Delivery): z.input<typeof deliveryForm> {
  const { principal, requestedAt, updatedAt, nextAt } = delivery;
  return {
    ...delivery,
    user: principal.user,
    requestedAt: isoTime(requestedAt),
    updatedAt: isoTime(updatedAt),
    nextAt: isoTime(nextAt),
  };
}
