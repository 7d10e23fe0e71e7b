import { GatefoldError } from "@gatefold/core";

/** What the shell is told. */
export const exit = { ok: 0, refused: 1, usage: 2, unreachable: 3, notFound: 4 } as const;

export type ExitStatus = (typeof exit)[keyof typeof exit];

/** The lines of `--help` on them. */
export const exitHelp = `Exit status:
  0  done
  1  refused, or a check failed
  2  the command line makes no sense
  3  the gateway is not reachable, or has trouble
  4  not found, or not yours to see`;

/** Ends a command: one sentence, a code, and what the person can do next. Nobody is shown a stack. */
export class CommandFailed extends GatefoldError {
  override readonly name = "CommandFailed";
  readonly status: ExitStatus;
  /** What to do next, one line each; a line that is a command can be copied. */
  readonly next: readonly string[];

  constructor(
    status: ExitStatus,
    code: string,
    message: string,
    next: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(code, message, {}, options);
    this.status = status;
    this.next = next;
  }
}

/** What was typed can't be meant. */
export const usage = (message: string, ...next: string[]) =>
  new CommandFailed(exit.usage, "USAGE", message, next);
