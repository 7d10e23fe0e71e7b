import * as chrono from "chrono-node";
import type { Millis } from "@gatefold/core";
import { usage } from "./exit.ts";
import { readSpan } from "./spans.ts";
import { sayTime } from "./times.ts";

/**
 * A moment that lies ahead: a span from now, `tonight` (the coming local midnight), or whatever chrono reads as a time
 * ("tomorrow 9am", "friday 17:00", "2026-12-24 18:00"), in local time unless it says otherwise. A day without an hour
 * is meant whole: it ends at the midnight after it.
 */
export function parseMoment(text: string, now: Millis): Millis {
  const wanted = text.trim().toLowerCase();
  if (wanted === "tonight" || wanted === "midnight") return midnightAfter(now);
  const span = readSpan(wanted);
  const moment = span === undefined ? readDate(text.trim(), now) : now + span;
  if (moment === undefined) {
    throw usage(`"${text}" is no time.`, `Write it like tonight, 14d, "friday 17:00" or "2026-12-24 18:00".`);
  }
  if (moment <= now)
    throw usage(`"${text}" is in the past: ${sayTime(moment)}.`, "Name a time that is still to come.");
  return moment;
}

/** Only where all that was typed is a time: half a sentence that is understood would be a wrong end of a right. */
function readDate(text: string, now: Millis): Millis | undefined {
  const [found, ...more] = chrono.parse(text, { instant: new Date(now) }, { forwardDate: true });
  if (!found || more.length > 0 || found.text.length < text.length || found.end) return undefined;
  const date = found.start.date().getTime();
  return found.start.isCertain("hour") ? date : midnightAfter(date);
}

function midnightAfter(moment: Millis): Millis {
  const date = new Date(moment);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}
