import type { Command } from "commander";
import { type Api, createApi } from "./api.ts";
import { keyNames, readKey } from "./data-folder/keys.ts";
import { dataFolderOf } from "./data-folder/place.ts";
import { findServer } from "./data-folder/server-file.ts";
import { CommandFailed, exit, usage } from "./exit.ts";
import type { Io } from "./io.ts";
import { openBytes, openStream } from "./streams.ts";
import { copyable } from "./shell.ts";

/** What every command that asks the gateway can be told. */
export interface SessionOptions {
  readonly as?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** The gateway, asked as the person that the command line names. */
export interface Session {
  readonly api: Api;
  /** An answer of many lines, read as it comes. */
  stream(
    path: string,
    query: Readonly<Record<string, string | undefined>>,
  ): Promise<ReadableStream<Uint8Array>>;
  /** What is behind a link that the gateway answered. */
  bytes(link: string): Promise<ReadableStream<Uint8Array>>;
  /** Another command of this person's, ready to be copied. */
  command(...words: readonly string[]): string;
  /** One for somebody else to copy. */
  anybodysCommand(...words: readonly string[]): string;
}

export function withSession(command: Command): Command {
  return command
    .option("--as <NAME>", "ask with the key that the data folder keeps for this person, else $GATEFOLD_KEY")
    .option("--data <DIR>", "the data folder, in place of $GATEFOLD_DATA")
    .option("--json", "the API's own answer, for programs");
}

/** Throws `CommandFailed` where nothing runs, or nobody is named. */
export async function openSession(io: Io, options: SessionOptions): Promise<Session> {
  const dataFolder = await dataFolderOf(io, options);
  const key = await keyOf(io, dataFolder, options.as);
  const url = await urlOf(io, dataFolder);
  const asSame = options.as === undefined ? [] : ["--as", options.as];
  const onSame = options.data === undefined ? [] : ["--data", options.data];
  return {
    api: createApi({ url, key, fetch }),
    bytes: (link) => openBytes(link, key),
    stream: (path, query) => openStream({ url, key }, path, query),
    anybodysCommand: (...words) => `${io.settings.program} ${copyable(words)}`,
    command: (...words) => `${io.settings.program} ${copyable([...words, ...asSame, ...onSame])}`,
  };
}

async function urlOf(io: Io, dataFolder: string): Promise<string> {
  const url = io.settings.url?.replace(/\/+$/, "") ?? (await findServer(dataFolder))?.gateway;
  if (url === undefined) {
    throw new CommandFailed(exit.unreachable, "NOT_RUNNING", `Nothing runs on ${dataFolder}.`, [
      "Start it with: ./dev start",
    ]);
  }
  if (!URL.canParse(url)) throw usage("$GATEFOLD_URL is no address.", "Write it like http://127.0.0.1:8080.");
  return url;
}

async function keyOf(io: Io, dataFolder: string, name: string | undefined): Promise<string> {
  const key = name === undefined ? io.settings.key : await readKey(dataFolder, name);
  if (key === null) {
    const names = await keyNames(dataFolder);
    const there =
      names.length > 0 ? `There are keys of ${names.join(", ")}.` : "The demo makes some: ./dev start";
    throw usage("Say who asks: --as NAME, or a key in $GATEFOLD_KEY.", there);
  }
  // It goes into a header, and an error about a line break in there would quote it.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw usage("The key holds characters that no key has.", "Look for a line break or a blank in it.");
  }
  return key;
}
