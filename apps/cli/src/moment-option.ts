import type { Millis } from "@gatefold/core";

/** `parseMoment`, with what reads dates loaded when one is to be read. */
export async function momentOf(text: string, now: Millis): Promise<Millis> {
  const { parseMoment } = await import("./moments.ts");
  return parseMoment(text, now);
}

/** `parsePastMoment`, likewise. */
export async function pastMomentOf(text: string, now: Millis): Promise<Millis> {
  const { parsePastMoment } = await import("./moments.ts");
  return parsePastMoment(text, now);
}
