import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqliteStore } from "../src/index.ts";
import { sqliteDialect } from "../src/sqlite/dialect.ts";

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
