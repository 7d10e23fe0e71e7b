import * as chrono from "chrono-node";
import type { Millis } from "@gatefold/core";
import { usage } from "./exit.ts";

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Reads a span such as `10s`, `90m`, `8h`, `14d` or `2w` as milliseconds; undefined where it is none. */
function readSpan(text: string): number | undefined {
  const match = /^(\d{1,6}) ?([smhdw])$/.exec(text);
  return match ? Number(match[1]) * units[match[2] as keyof typeof units] : undefined;
}

/** The span a person typed, as milliseconds; refused with examples where it is none. */
export function parseSpan(text: string): number {
  const span = readSpan(text.trim().toLowerCase());
  if (span === undefined) throw usage(`"${text}" is no span of time.`, "Write it like 10s, 90m, 8h or 14d.");
  return span;
}

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

const pad = (value: number) => String(value).padStart(2, "0");

/** A moment in local time, as `2026-12-24 18:00:05 +01:00`, or without seconds where there are none. */
export function sayTime(moment: Millis): string {
  const date = new Date(moment);
  const seconds = date.getSeconds() ? `:${pad(date.getSeconds())}` : "";
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}${seconds} ${zone(date)}`;
}

function zone(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return "UTC";
  const size = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
