import { usage } from "./exit.ts";

export function readLines(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw usage(`"${text}" is no number of lines.`, "Name one from 1 to 99999.");
}
