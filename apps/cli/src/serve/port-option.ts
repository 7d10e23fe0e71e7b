import { usage } from "../exit.ts";

export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw usage(`"${text}" is no port.`, "Name a number from 0 to 65535; 0 takes any free one.");
}
