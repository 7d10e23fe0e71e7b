import type { Values } from "./declaration.ts";
import { CommandFailed, type ExitStatus, exit } from "../exit.ts";
import { didYouMean } from "../near.ts";

/** One thing that is wrong with what was set, in a sentence that names it as it was written. Never a value. */
export interface Problem {
  /** Typed by whoever runs the command, not kept somewhere. */
  readonly typed: boolean;
  readonly sentence: string;
}

/** A name that is none of ours, beside the one that may be meant. */
export function unknown(name: string, among: readonly string[], where: string): Problem {
  return { typed: false, sentence: [`${name} is no setting${where}.`, ...didYouMean(name, among)].join(" ") };
}

export function refused(name: string, takes: string, typed = false): Problem {
  return { typed, sentence: `${name} is refused: it takes ${takes}.` };
}

/** What can't hold at the same time. */
export function contradictionsIn(values: Values): Problem[] {
  const ports = (["api.port", "content.port", "sandbox.port", "metrics.port"] as const)
    .map((key) => values[key])
    .filter((port) => port !== null && port !== 0);
  const [api, content] = [values["api.url"], values["content.url"]];
  return [
    ...(new Set(ports).size < ports.length
      ? ["Two of the ports are the same; each listens on its own."]
      : []),
    ...(api !== null && content !== null && new URL(api).origin === new URL(content).origin
      ? ["api.url and content.url have the same origin; pictures need one of their own."]
      : []),
    // Fails closed: what is counted tells who does how much of what, and is nobody else's.
    ...(values["metrics.port"] !== null && !isOwn(values["metrics.host"]) && values["metrics.token"] === null
      ? ["metrics.host can be reached by others; set metrics.token too."]
      : []),
  ].map((sentence) => ({ typed: false, sentence }));
}

/** This machine alone reaches it. */
const isOwn = (host: string) => host.startsWith("127.") || host === "::1";

/** Throws `SETTINGS_INVALID` that tells all of them, where there are some. */
export function refuse(problems: readonly Problem[], status?: ExitStatus): void {
  const [first, ...others] = problems;
  if (!first) return;
  throw new CommandFailed(
    status ?? (problems.every(({ typed }) => typed) ? exit.usage : exit.refused),
    "SETTINGS_INVALID",
    first.sentence,
    [...others.map(({ sentence }) => sentence), "docs/reference/configuration.md says what can be set."],
  );
}
