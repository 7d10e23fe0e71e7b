import type { Millis } from "@gatefold/core";
import { z } from "zod";

/** Fields that several operations share. Times are ISO 8601 in the API and milliseconds inside. */

/** An id of ours. One that no server would make is simply an id that names nothing. */
export const idField = z.string().min(1).max(200);

/** Free text, e.g. a reason: up to 2000 characters; line breaks and tabs are the only controls. */
export const textField = z
  .string()
  .max(2000)
  .transform((text) => text.normalize("NFC").trim())
  .refine((text) => !/[^\P{Cc}\n\t]|\p{Cs}/u.test(text), "Text can't hold control characters.");

/** A moment with its offset, e.g. `2026-03-01T09:00:00Z`. */
export const timeField = z.iso.datetime({ offset: true }).transform((text): Millis => Date.parse(text));

/** A page's size; 50 where it is not given. */
export const limitField = z.coerce.number().int().min(1).max(200).default(50);

/** The `next` of the page before. */
export const cursorField = z.string().min(1).max(1000).optional();

export const time = z.iso.datetime();

/** The API's form of a moment. */
export function isoTime(at: Millis): string;
export function isoTime(at: Millis | null): string | null;
export function isoTime(at: Millis | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** An operation without parameters in its path, or in its query. */
export const none = z.strictObject({});
