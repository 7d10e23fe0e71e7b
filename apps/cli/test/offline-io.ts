import { Writable } from "node:stream";
import { Command } from "commander";
import { CommandFailed } from "../src/exit.ts";
import type { OfflineIo } from "../src/offline.ts";
import { createStyle } from "../src/style.ts";

/** What one command line did: its output, its status, and the error that ended it. */
export interface Ran {
  readonly out: string;
  readonly status: number;
  readonly error: CommandFailed | undefined;
}

interface Surroundings {
  readonly standing?: string;
  readonly input?: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;
  /** Told when a piece of output has left. */
  readonly onWrite?: (text: string) => void;
}

/** Runs one offline command with streams and statuses that the test sees. */
export async function runOffline(
  register: (program: Command, io: OfflineIo) => void,
  words: readonly string[],
  { standing = "/", input = [], onWrite = () => {} }: Surroundings = {},
): Promise<Ran> {
  const parts: string[] = [];
  let status = 0;
  const stdout = new Writable({
    highWaterMark: 64,
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() => {
        parts.push(chunk.toString());
        onWrite(chunk.toString());
        done();
      });
    },
  });
  const io: OfflineIo = {
    settings: { standing },
    stdin: piecesOf(input),
    stdout,
    style: createStyle(false),
    print: (line) => void parts.push(`${line}\n`),
    note: () => {},
    leaveWith: (next) => void (status = Math.max(status, next)),
  };
  const program = new Command("gatefold").exitOverride();
  register(program, io);
  let error: CommandFailed | undefined;
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (reason) {
    if (!(reason instanceof CommandFailed)) throw reason;
    error = reason;
  }
  await new Promise<void>((done) => void stdout.end(done));
  return { out: parts.join(""), status: error?.status ?? status, error };
}

async function* piecesOf(input: NonNullable<Surroundings["input"]>) {
  yield* input;
}
