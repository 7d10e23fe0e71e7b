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

/**
 * A moment that lies behind: `now`, a span ago, or whatever chrono reads as a time ("yesterday", "3 March", "friday
 * 17:00"), in local time unless it says otherwise. A day without an hour is meant as it ended, and one without a year is
 * the last of its kind.
 */
export function parsePastMoment(text: string, now: Millis): Millis {
  const wanted = text.trim().toLowerCase();
  if (wanted === "now" || wanted === "today") return now;
  const span = readSpan(wanted);
  const moment = span === undefined ? readDay(text.trim(), now) : now - span;
  if (moment === undefined) {
    throw usage(`"${text}" is no time.`, `Write it like yesterday, 14d, "3 March" or "2026-03-03 18:00".`);
  }
  if (moment > now) {
    throw usage(`"${text}" is still to come: ${sayTime(moment)}.`, "Name a time that has passed.");
  }
  return moment;
}

function readDay(text: string, now: Millis): Millis | undefined {
  const found = onlyTimeIn(text, now, {});
  if (!found) return undefined;
  const date = found.date();
  if (date.getTime() > now && !found.isCertain("year")) date.setFullYear(date.getFullYear() - 1);
  if (found.isCertain("hour")) return date.getTime();
  const isToday = midnightAfter(date.getTime()) === midnightAfter(now);
  return isToday ? now : midnightAfter(date.getTime()) - 1;
}

function readDate(text: string, now: Millis): Millis | undefined {
  const found = onlyTimeIn(text, now, { forwardDate: true });
  if (!found) return undefined;
  const date = found.date().getTime();
  return found.isCertain("hour") ? date : midnightAfter(date);
}

/** Only where all that was typed is a time: half a sentence that is understood would be a wrong time. */
function onlyTimeIn(
  text: string,
  now: Millis,
  option: chrono.ParsingOption,
): chrono.ParsedComponents | undefined {
  const [found, ...more] = chrono.parse(text, { instant: new Date(now) }, option);
  return !found || more.length > 0 || found.text.length < text.length || found.end ? undefined : found.start;
}

function midnightAfter(moment: Millis): Millis {
  const date = new Date(moment);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}
