import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createSqliteStore } from "../src/index.ts";
import { sqliteDialect } from "../src/sqlite/dialect.ts";
import { folderCreated, founderOf } from "./suite/author.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatefold-full-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("On a full disk a write is refused whole, reading goes on, and so does writing once there is room", async () => {
  const database = new DatabaseSync(join(folder, "full.sqlite"));
  const db = new Kysely<{ kept: { text: string } }>({ dialect: sqliteDialect(database) });
  await sql`create table kept (text text)`.execute(db);
  await db.insertInto("kept").values({ text: "first" }).execute();
  await sql`pragma max_page_count = 4`.execute(db);
  const big = "x".repeat(2000);
  const writing = db.transaction().execute(async (writes) => {
    for (let row = 0; row < 20; row += 1) await writes.insertInto("kept").values({ text: big }).execute();
  });
  await expect(writing).rejects.toMatchObject({
    code: "STORE_FULL",
    message: expect.stringContaining("make room"),
  });
  const rows = await db.selectFrom("kept").selectAll().execute();
  expect(rows.map(({ text }) => text)).toEqual(["first"]);
  await sql`pragma max_page_count = 1000`.execute(db);
  await db.insertInto("kept").values({ text: big }).execute();
  await sql`pragma query_only = 1`.execute(db);
  const refused = db.insertInto("kept").values({ text: "no" }).execute();
  await expect(refused).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
  await db.destroy();
});

test("A database whose file is damaged says so, and that a backup is to be restored", async () => {
  const file = join(folder, "damaged.sqlite");
  const settings = { file, masterKeyFile: join(folder, "master.key") };
  await (await createSqliteStore(settings)).close();
  const store = await createSqliteStore(settings);
  // Under the store, as a failing disk would: every page but the first.
  const size = 4096;
  await writeFile(file, Buffer.alloc(60 * size, 7), { flag: "r+" });
  await expect(store.journal.accounts()).rejects.toMatchObject({
    code: "STORE_CORRUPT",
    message: expect.stringContaining("gatefold restore"),
  });
  await store.close();
});

test("While another program locks the file a write is given up in the end, reading goes on, and so does writing afterwards", async () => {
  const file = join(folder, "locked.sqlite");
  const store = await createSqliteStore({ file, masterKeyFile: join(folder, "master.key") });
  const author = await founderOf(store);
  const other = new DatabaseSync(file);
  other.exec("begin immediate");
  // Each look at the clock finds it another four seconds later.
  let now = performance.now();
  const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 4000));
  await expect(author.write([folderCreated("a")])).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(await store.journal.head("acme")).toEqual(author.head);
  other.exec("rollback");
  clock.mockRestore();
  expect(await author.write([folderCreated("a")])).toMatchObject({ seq: 2 });
  other.close();
  await store.close();
});

/** Rights bind everybody but root, who becomes nobody for it. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test("In a data folder that can only be read no store opens, and the refusal says so", async () => {
  const data = join(folder, "sealed-off");
  const settings = { file: join(data, "gatefold.sqlite"), masterKeyFile: join(data, "master.key") };
  await (await createSqliteStore(settings)).close();
  await chmod(folder, 0o755);
  await chmod(settings.file, 0o444);
  await chmod(data, 0o555);
  const said = {
    code: "STORE_READ_ONLY",
    message: expect.stringContaining("see to the rights of the folder"),
  };
  await expect(asNobody(() => createSqliteStore(settings))).rejects.toMatchObject(said);
  await chmod(data, 0o700);
  await chmod(settings.file, 0o600);
  await (await createSqliteStore(settings)).close();
});

const program = `
  import { createBlobFolder } from ${JSON.stringify(import.meta.resolve("../src/index.ts"))};
  const blobs = createBlobFolder(process.argv[1]);
  const said = await blobs.put(Buffer.alloc(100_000, 1)).then(() => "kept", (error) => error.code);
  const { sha256 } = await blobs.put(Buffer.from("small"));
  console.log(said, await blobs.has(sha256));`;

test("A picture that finds no room is refused, nothing of it is left, and a smaller one is taken", async () => {
  const blobs = join(folder, "blobs");
  const limited = `ulimit -f 16; exec "$0" --input-type=module -e "$1" "$2"`;
  const { stdout } = await promisify(execFile)("sh", ["-c", limited, process.execPath, program, blobs]);
  expect(stdout.trim()).toBe("STORE_FULL true");
  expect(await readdir(join(blobs, "drafts"))).toEqual([]);
});
