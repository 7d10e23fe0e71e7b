import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { foundAccount, createIds } from "@gatefold/gateway";
import klaviyo from "@gatefold/connector-klaviyo";
import { createSandbox } from "@gatefold/sandbox";
import { createPostgresStore } from "@gatefold/store";
import { API_KEY } from "../../apps/gateway/test/platform.ts";
import { type Call, caller } from "../../apps/gateway/test/world.ts";
import { startPostgres } from "../../packages/store/test/postgres-server.ts";
import { bundle } from "../crash/program.ts";
import type { NodeSettings } from "./node.ts";

const entry = fileURLToPath(import.meta.resolve("./node.ts"));
const PLATFORM_ACCOUNT = "North1";

/** One gateway of several: a process of its own, which can be killed and started again. */
export interface Node {
  readonly name: string;
  readonly call: Call;
  readonly url: () => string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

export type Nodes = Awaited<ReturnType<typeof createNodes>>;

/** An account on one PostgreSQL, served by several gateways, with a fake Klaviyo; all of it gone at the end. */
export async function createNodes(names: readonly string[]) {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "gatefold-nodes-"));
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const server = await startPostgres();
  opened.defer(() => server.remove());
  await server.sql("postgres", "create database gatefold");
  const scopes = ["accounts:read", "images:read", "images:write"];
  const credentials = [{ kind: "private-key", secret: API_KEY, scopes }] as const;
  const accounts = [{ id: PLATFORM_ACCOUNT, name: "North & Co", credentials: [...credentials] }];
  const sandbox = await createSandbox({ klaviyo: { accounts } });
  opened.defer(() => sandbox.close());
  const shared = {
    databaseUrl: server.urlOf("gatefold"),
    masterKeyFile: join(folder, "master.key"),
    blobs: join(folder, "blobs"),
    sandbox: (await sandbox.listen()).url,
  };
  const owner = await founded(shared);
  const program = await bundle(entry, join(folder, "node.mjs"));
  const nodes = names.map((name) => createNode(program, name, { ...shared, folder: join(folder, name) }));
  for (const node of nodes) opened.defer(() => node.kill());
  await Promise.all(nodes.map((node) => node.start()));
  const all = opened.move();
  return {
    nodes,
    owner,
    server,
    sandbox,
    sql: (statement: string) => server.sql("gatefold", statement),
    images: () => sandbox.klaviyo.images(PLATFORM_ACCOUNT),
    end: () => all.disposeAsync(),
  };
}

async function founded({ databaseUrl, masterKeyFile }: Pick<NodeSettings, "databaseUrl" | "masterKeyFile">) {
  const store = await createPostgresStore({ url: databaseUrl, masterKeyFile });
  const parts = {
    store,
    connectors: [klaviyo],
    clock: Date.now,
    ids: createIds(randomBytes),
    random: randomBytes,
  };
  const account = await foundAccount(parts, {
    name: "Aurora",
    plan: { features: ["connectors"], limits: {} },
    owner: { username: "ada", name: "Ada Owner", email: null },
  });
  await store.close();
  return account;
}

function createNode(program: string, name: string, settings: NodeSettings): Node {
  let process: ChildProcess | undefined;
  let url = "";
  return {
    name,
    call: caller(() => url),
    url: () => url,
    async start() {
      const child = spawn(globalThis.process.execPath, [program, JSON.stringify(settings)], {
        env: {},
        stdio: ["pipe", "pipe", "inherit"],
      });
      process = child;
      for await (const line of createInterface({ input: child.stdout })) {
        url = line;
        return;
      }
      throw new Error(`Node ${name} did not start.`);
    },
    async kill() {
      if (!process || process.exitCode !== null || process.signalCode !== null) return;
      const ended = once(process, "exit");
      process.kill("SIGKILL");
      await ended;
    },
  };
}
