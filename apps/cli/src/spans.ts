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
