import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Cli, createCli, type Running, stop } from "../../apps/cli/test/cli.ts";
import { gatefoldIn } from "../../apps/cli/test/in-process.ts";
import { samplePicture } from "../../apps/gateway/test/sample-pictures.ts";
import { type PostgresServer, startPostgres } from "../../packages/store/test/postgres-server.ts";

/** `gatefold serve` with its account in PostgreSQL, as an operator runs it. */

let root: string;
let server: PostgresServer;
let variables: Record<string, string>;
const said: string[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-story-"));
  server = await startPostgres();
  await server.sql("postgres", "create database gatefold");
  variables = {
    GATEFOLD_DATABASE_URL: server.urlOf("gatefold"),
    GATEFOLD_BLOBS: join(root, "blobs"),
    GATEFOLD_MASTER_KEY_FILE: join(root, "master.key"),
  };
});
afterAll(async () => {
  await server?.remove();
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
});

async function serve(cli: Cli): Promise<Running> {
  const running = await cli.start(words, /Ctrl-C/);
  onTestFinished(() => running.signal("SIGKILL"));
  return running;
}

const words = ["serve", "--port", "0"];

async function ended(running: Running): Promise<void> {
  said.push(running.text());
  expect(await stop(running)).toBe(0);
}

test("An account lives in PostgreSQL: pictures are imported, the journal is walked, and it is there after a stop", async () => {
  const cli = createCli(join(root, "one"), variables);
  const first = await serve(cli);
  await mkdir(join(root, "pictures", "summer"), { recursive: true });
  for (const hue of [10, 200]) {
    await writeFile(join(root, "pictures", "summer", `${hue}.png`), await samplePicture({ hue }));
  }
  expect(await cli("import", join(root, "pictures"), "--into", "/", "--as", "owner")).toMatchObject({
    status: 0,
  });
  await ended(first);

  const again = await serve(cli);
  expect((await cli("ls", "summer", "--as", "owner")).out).toContain("200.png");
  expect(await cli("audit", "verify", "--as", "owner")).toMatchObject({ status: 0 });
  await server.sql("gatefold", `update entries set at = at + 1 where seq = 3`);
  const walked = await cli("audit", "verify", "--as", "owner");
  expect(walked.status).toBe(1);
  await server.sql("gatefold", `update entries set at = at - 1 where seq = 3`);
  await ended(again);
});

test("A second gateway on the database serves the same account, pictures too", async () => {
  const key = (await readFile(join(root, "one", "keys", "owner"), "utf8")).trim();
  const one = createCli(join(root, "one"), variables);
  const two = createCli(join(root, "two"), { ...variables, GATEFOLD_KEY: key });
  const running = [await serve(one), await serve(two)];
  expect((await two("ls", "summer")).out).toContain("10.png");
  expect(await two("import", join(root, "pictures"), "--into", "summer")).toMatchObject({
    status: 0,
  });
  expect((await one("ls", "summer/summer", "--as", "owner")).out).toContain("200.png");
  expect(await server.sql("gatefold", "select account from heads")).toHaveLength(1);
  for (const gateway of running) await ended(gateway);
});

test("While the database is away nothing is decided, and it goes on by itself when it is back", async () => {
  const cli = createCli(join(root, "one"), variables);
  const running = await serve(cli);
  await server.stop();
  expect(await cli("ls", "summer", "--as", "owner")).toMatchObject({
    err: expect.stringContaining("[STALE]"),
  });
  await server.start();
  const listed = async () => (await cli("ls", "summer", "--as", "owner")).out;
  await expect.poll(listed, { timeout: 20_000 }).toContain("10.png");
  await ended(running);
});

test("The account is backed up and restored into another database by the command line, and nothing is overwritten", async () => {
  await server.sql("postgres", "create database restored");
  const from = { variables: new Map(Object.entries(variables)) };
  const to = {
    variables: new Map([
      ["GATEFOLD_DATABASE_URL", server.urlOf("restored")],
      ["GATEFOLD_BLOBS", join(root, "restored-blobs")],
    ]),
  };
  const backups = join(root, "backups");
  const made = await gatefoldIn(from, "backup", backups, "--data", join(root, "one"));
  expect(made).toMatchObject({ status: 0, out: expect.stringContaining("2 pictures (2 of them new)") });
  const restored = await gatefoldIn(to, "restore", backups, "--data", join(root, "moved"));
  expect(restored).toMatchObject({ status: 0, out: expect.stringContaining("every journal is whole") });
  expect(restored.out).toContain("and start it on the same database");
  for (const table of ["heads", "entries", "texts", "assets"]) {
    const rows = (database: string) => server.sql(database, `select * from ${table} order by 1, 2, 3`);
    expect(await rows("restored")).toEqual(await rows("gatefold"));
  }
  const again = await gatefoldIn(to, "restore", backups, "--data", join(root, "again"));
  expect(again).toMatchObject({ status: 1, err: expect.stringContaining("[RESTORE_NOT_EMPTY]") });
  said.push(made.out, made.err, restored.out, restored.err, again.err);
});

test("A folder and a database that do not belong together are refused", async () => {
  const without = createCli(join(root, "one"));
  expect((await without(...words)).err).toContain("[OTHER_DATABASE]");
  await server.sql("postgres", "create database empty");
  const elsewhere = createCli(join(root, "one"), { GATEFOLD_DATABASE_URL: server.urlOf("empty") });
  expect((await elsewhere(...words)).err).toContain("[NOTHING_THERE]");
  const demo = await elsewhere("serve", "--demo", "--database", server.urlOf("empty"));
  expect(demo).toMatchObject({ status: 2 });
  const nowhere = createCli(join(root, "three"), {
    GATEFOLD_DATABASE_URL: "postgres://a:hidden@127.0.0.1:1/x",
  });
  const refused = await nowhere(...words);
  expect(refused.err).toContain("[STORE_UNREADABLE]");
  expect(refused.err).not.toContain("hidden");
});

test("The database's password is in nothing that was said or logged", async () => {
  const logs = ["one", "two"].map((folder) => readFile(join(root, folder, "gateway.log"), "utf8"));
  const password = decodeURIComponent(new URL(server.urlOf("gatefold")).password);
  const all = [...said, ...(await Promise.all(logs))].join("\n");
  expect(all.includes("STORE_UNAVAILABLE")).toBe(true);
  expect(all.includes(password) || all.includes(encodeURIComponent(password))).toBe(false);
});
