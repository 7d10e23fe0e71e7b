import { PassThrough, Writable } from "node:stream";
import type { Settings } from "../src/config.ts";
import type { ExitStatus } from "../src/exit.ts";
import { createIo, type Io } from "../src/io.ts";
import { run } from "../src/program.ts";

const surroundings: Settings = {
  variables: new Map(),
  usualDataFolder: "/nowhere",
  url: null,
  key: null,
  standing: "/",
  program: "gatefold",
  colours: false,
};

export interface RanHere {
  readonly status: ExitStatus;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, for what needs no server. */
export function gatefoldHere(...words: string[]): Promise<RanHere> {
  return gatefoldIn(surroundings, ...words);
}

/** The same where the surroundings say something. */
export async function gatefoldIn(some: Partial<Settings>, ...words: string[]): Promise<RanHere> {
  const out: string[] = [];
  const err: string[] = [];
  const status = await run(ioHere(some, out, err), words);
  return { status, out: out.join(""), err: err.join("") };
}

/** What a command is given to read and write, with nothing around it but what is said. */
export function ioHere(some: Partial<Settings> = {}, out: string[] = [], err: string[] = []): Io {
  const process = { stdin: new PassThrough(), stdout: collecting(out), stderr: collecting(err) };
  return createIo(process as unknown as NodeJS.Process, { ...surroundings, ...some });
}

const collecting = (into: string[]) =>
  new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      into.push(chunk);
      done();
    },
  });
