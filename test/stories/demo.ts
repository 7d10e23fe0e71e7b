import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createCli, type Cli, readUrls, type Running, type Urls } from "../../apps/cli/test/cli.ts";
import { type Call, caller, must } from "../../apps/gateway/test/world.ts";

/** The demo account, served by a process of its own on free ports and on a data folder of its own. */
export interface Demo {
  readonly folder: string;
  readonly cli: Cli;
  readonly urls: () => Urls;
  /** Asks the gateway with a person's key. */
  readonly call: Call;
  /** The API key of one of the demo's people. */
  key(person: string): Promise<string>;
  /** The id that a path of names leads to, as ada sees it. */
  find(path: string): Promise<string>;
  /** The database, opened beside the server, as anybody with the file could. */
  openDatabase(): DatabaseSync;
  /** Ctrl-C; answers the exit status. */
  stop(): Promise<number | null>;
  end(): Promise<void>;
}

export async function createDemo(): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), "gatefold-story-"));
  const cli = createCli(folder);
  const serve = () => cli.start(["serve", "--demo", "--port", "0"], /Ctrl-C/);
  let server: Running | undefined = await serve().catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  let urls = await readUrls(folder);
  const key = async (person: string) => (await readFile(join(folder, "keys", person), "utf8")).trim();
  const call = caller(() => urls.gateway);
  const finish = async (signal: NodeJS.Signals) => {
    const ending = server;
    server = undefined;
    ending?.signal(signal);
    return (await ending?.ended()) ?? null;
  };
  return {
    folder,
    cli,
    urls: () => urls,
    call,
    key,
    async find(path) {
      const line = `GET /v1/lookup?${new URLSearchParams({ path }).toString()}`;
      return must(await call<{ id: string }>(await key("ada"), line), 200).id;
    },
    openDatabase: () => new DatabaseSync(join(folder, "gatefold.sqlite"), { timeout: 5000 }),
    stop: () => finish("SIGINT"),
    async end() {
      await finish("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
