import type { Millis } from "@gatefold/core";
import { usage } from "./exit.ts";

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Reads a span such as `10s`, `90m`, `8h`, `14d` or `2w` as milliseconds; undefined where it is none. */
export function readSpan(text: string): number | undefined {
  const match = /^(\d{1,6}) ?([smhdw])$/.exec(text);
  return match ? Number(match[1]) * units[match[2] as keyof typeof units] : undefined;
}

/** The span a person typed, as milliseconds; refused with examples where it is none. */
export function parseSpan(text: string): number {
  const span = readSpan(text.trim().toLowerCase());
  if (span === undefined) throw usage(`"${text}" is no span of time.`, "Write it like 10s, 90m, 8h or 14d.");
  return span;
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

/** `parseMoment`, with what reads dates loaded when one is to be read. */
export async function momentOf(text: string, now: Millis): Promise<Millis> {
  const { parseMoment } = await import("./moments.ts");
  return parseMoment(text, now);
}
