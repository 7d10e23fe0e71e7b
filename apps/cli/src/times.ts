import type { Millis } from "@gatefold/core";

const pad = (value: number) => String(value).padStart(2, "0");

/** A moment in local time, as `2026-12-24 18:00:05 +01:00`, or without seconds where there are none. */
export function sayTime(moment: Millis): string {
  return sayInstant(moment).replace(/(:\d\d):00 /, "$1 ");
}

/** The same with its seconds always, so that times stand in a column. */
export function sayInstant(moment: Millis): string {
  const date = new Date(moment);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");
  return `${day} ${time} ${zone(date)}`;
}

function zone(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return "UTC";
  const size = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
