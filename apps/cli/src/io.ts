import { type Style, createStyle } from "./style.ts";
import { type ExitStatus, exit } from "./exit.ts";
import type { Settings } from "./config.ts";

/** Everything a command may touch of the process it runs in. */
export interface Io {
  readonly settings: Settings;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Colours for standard output, and for standard error: none where it is not a terminal. */
  readonly style: Style;
  readonly errorStyle: Style;
  /** A line on standard output: what was asked for. */
  print(line: string): void;
  /** A line on standard error: what goes on meanwhile, and what went wrong. */
  note(line: string): void;
  /** The status to leave with; the command goes on. The gravest one wins. */
  leaveWith(status: ExitStatus): void;
  readonly status: () => ExitStatus;
  readonly now: () => number;
}

export function createIo(process: NodeJS.Process, settings: Settings): Io {
  const { stdin, stdout, stderr } = process;
  let status: ExitStatus = exit.ok;
  return {
    settings,
    stdin,
    stdout,
    stderr,
    style: createStyle(settings.colours && stdout.isTTY),
    errorStyle: createStyle(settings.colours && stderr.isTTY),
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    leaveWith: (next) => {
      if (next > status) status = next;
    },
    status: () => status,
    now: () => Date.now(),
  };
}

/** Whoever reads us may stop reading (`gatefold ls | head`): no reason to complain. */
export function leaveQuietlyOnBrokenPipe(process: NodeJS.Process): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
}
