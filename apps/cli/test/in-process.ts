import { PassThrough, Writable } from "node:stream";
import type { Settings } from "../src/config.ts";
import type { ExitStatus } from "../src/exit.ts";
import { createIo } from "../src/io.ts";
import { run } from "../src/program.ts";

const settings: Settings = {
  dataFolder: "/nowhere",
  usualDataFolder: "/nowhere",
  databaseUrl: null,
  blobs: null,
  masterKeyFile: null,
  url: null,
  key: null,
  standing: "/",
  program: "gatefold",
  colours: false,
};

/** Runs a command line in this process, for what needs no server. */
export async function gatefoldHere(
  ...words: string[]
): Promise<{ status: ExitStatus; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const process = { stdin: new PassThrough(), stdout: collecting(out), stderr: collecting(err) };
  const io = createIo(process as unknown as NodeJS.Process, settings);
  const status = await run(io, words);
  return { status, out: out.join(""), err: err.join("") };
}

const collecting = (into: string[]) =>
  new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      into.push(chunk);
      done();
    },
  });
