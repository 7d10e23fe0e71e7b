import type { Command } from "commander";
import type { Io } from "./io.ts";
import { sayInstant } from "./times.ts";

export interface AsOfOptions {
  readonly asOf?: string;
}

export function withAsOf(command: Command): Command {
  return command.option(
    "--as-of <TIME>",
    'as it stood then: yesterday, 14d, "3 March", or the number of an entry of the journal',
  );
}

/** A day of the past as the API takes it, and as it is said; undefined where today is asked. */
export interface AsOf {
  readonly asOf: string;
  readonly said: string;
}

export async function readAsOf(
  { now }: Pick<Io, "now">,
  { asOf: text }: AsOfOptions,
): Promise<AsOf | undefined> {
  if (text === undefined) return undefined;
  const [, entry] = /^#?([1-9]\d{0,14})$/.exec(text.trim()) ?? [];
  if (entry !== undefined) return { asOf: entry, said: `after entry ${entry}` };
  // What reads dates is loaded when one is to be read.
  const { parsePastMoment } = await import("./moments.ts");
  const moment = parsePastMoment(text, now());
  return { asOf: new Date(moment).toISOString(), said: `on ${sayInstant(moment)}` };
}

/** The id of a folder or a picture that may be gone since. */
export function goneSince(path: string): string | undefined {
  return /^(?:fld|ast)_[0-9a-z]+$/.test(path) ? path : undefined;
}
