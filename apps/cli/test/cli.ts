import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as a program of its own, in a bare environment. */
export interface Cli {
  /** Runs it to its end. */
  (...words: string[]): Promise<Ran>;
  /** Starts it and answers once it printed this. */
  start(words: readonly string[], until: RegExp): Promise<Running>;
  /** Runs it with its output read by a shell command. */
  piped(words: readonly string[], reader: string): Promise<{ readonly out: string; readonly err: string }>;
}

export interface Running {
  /** What it printed so far, both streams together. */
  readonly text: () => string;
  signal(signal: NodeJS.Signals): void;
  /** Waits for its end. */
  ended(): Promise<number | null>;
}

/** A command line on this data folder; more variables may be given. */
export function createCli(dataFolder: string, variables: Readonly<Record<string, string>> = {}): Cli {
  const env = {
    PATH: process.env["PATH"] ?? "",
    TZ: "Europe/Berlin",
    GATEFOLD_DATA: dataFolder,
    ...variables,
  };
  const launch = (words: readonly string[]): ChildProcess =>
    spawn(process.execPath, [main, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  const run = async (...words: string[]): Promise<Ran> => {
    const child = launch(words);
    const [out, err, [status]] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      once(child, "close") as Promise<[number | null]>,
    ]);
    return { status, out, err };
  };
  const start = async (words: readonly string[], until: RegExp): Promise<Running> => {
    const child = launch(words);
    const printed = Promise.withResolvers<void>();
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (until.test(text)) printed.resolve();
      });
    }
    const end = once(child, "close") as Promise<[number | null]>;
    void end.then(([status]) => printed.reject(new Error(`It ended with ${status}:\n${text}`)));
    await printed.promise;
    return {
      text: () => text,
      signal: (signal) => void child.kill(signal),
      ended: async () => (await end)[0],
    };
  };
  const piped = async (words: readonly string[], reader: string) => {
    const quoted = [process.execPath, main, ...words].map((word) => `'${word}'`).join(" ");
    const child = spawn("sh", ["-c", `${quoted} | ${reader}`], { env, stdio: ["ignore", "pipe", "pipe"] });
    const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
    return { out, err };
  };
  return Object.assign(run, { start, piped });
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

/** A demo that is served for a test file, on free ports. */
export async function serveDemo(dataFolder: string): Promise<{ cli: Cli; server: Running; urls: Urls }> {
  const cli = createCli(dataFolder);
  const server = await cli.start(["serve", "--demo", "--port", "0"], /Ctrl-C/);
  return { cli, server, urls: await readUrls(dataFolder) };
}

export interface Urls {
  readonly pid: number;
  readonly gateway: string;
  readonly content: string;
  readonly sandbox: string;
}

export async function readUrls(dataFolder: string): Promise<Urls> {
  return JSON.parse(await readFile(join(dataFolder, "server.json"), "utf8")) as Urls;
}

export async function stop(server: Running): Promise<number | null> {
  server.signal("SIGINT");
  return server.ended();
}
