import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sqliteDialect } from "./dialect.ts";

interface Notes {
  notes: { id: number; text: string };
}

let database: DatabaseSync;
let db: Kysely<Notes>;
beforeEach(() => {
  database = new DatabaseSync(":memory:");
  database.exec("create table notes (id integer primary key, text text)");
  db = new Kysely<Notes>({ dialect: sqliteDialect(database) });
});
afterEach(() => db.destroy());

const texts = async () =>
  (await db.selectFrom("notes").select("text").orderBy("id").execute()).map((note) => note.text);
const tick = () => new Promise((resolve) => setImmediate(resolve));

test("What reads beside an open transaction waits for its end", async () => {
  const steps: string[] = [];
  const { promise, resolve: goOn } = Promise.withResolvers<void>();
  const writing = db.transaction().execute(async (writes) => {
    await writes.insertInto("notes").values({ id: 1, text: "half" }).execute();
    await promise;
    await writes.insertInto("notes").values({ id: 2, text: "whole" }).execute();
    steps.push("written");
  });
  const reading = texts().then((seen) => steps.push(`read ${seen.join()}`));
  const rolledBack = db
    .transaction()
    .execute(async (writes) => {
      await writes.deleteFrom("notes").execute();
      throw new Error("no");
    })
    .catch(() => steps.push("rolled back"));
  await tick();
  expect(steps).toEqual([]);
  goOn();
  await Promise.all([writing, reading, rolledBack]);
  expect(steps).toEqual(["written", "read half,whole", "rolled back"]);
  expect(await texts()).toEqual(["half", "whole"]);
});

test("A migration that fails half-way leaves nothing behind", async () => {
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: () =>
        Promise.resolve({
          first: {
            async up(schema) {
              await sql`create table half (id integer)`.execute(schema);
              throw new Error("killed");
            },
          },
        }),
    },
  });
  const { error } = await migrator.migrateToLatest();
  expect(error).toMatchObject({ message: "killed" });
  expect(database.prepare("select name from sqlite_master where name = 'half'").all()).toEqual([]);
});

test("The error that made SQLite roll back by itself is the one that is seen", async () => {
  await expect(
    db.transaction().execute(async (writes) => {
      await writes.insertInto("notes").values({ id: 1, text: "one" }).execute();
      await sql`insert or rollback into notes values (1, 'one more')`.execute(writes);
    }),
  ).rejects.toThrow("UNIQUE constraint failed");
  expect(await texts()).toEqual([]);
});

test("More statements than are kept ready all run", async () => {
  for (let id = 0; id < 300; id += 1)
    await sql`insert into notes values (${id}, ${sql.lit(`n${id}`)})`.execute(db);
  for (let id = 0; id < 300; id += 1)
    await sql`delete from notes where text = ${sql.lit(`n${id}`)}`.execute(db);
  expect(await texts()).toEqual([]);
});

test("A row can be written to what a statement that is kept ready has read", async () => {
  await db.insertInto("notes").values({ id: 1, text: "a" }).execute();
  expect(await texts()).toEqual(["a"]);
  await db.insertInto("notes").values({ id: 2, text: "b" }).execute();
  expect(await texts()).toEqual(["a", "b"]);
});

test("A select asks for no locks, and says what else it was told", async () => {
  await db
    .insertInto("notes")
    .values(["a", "a", "b"].map((text, id) => ({ id, text })))
    .execute();
  const found = await db.selectFrom("notes").select("text").distinct().orderBy("text").forUpdate().execute();
  expect(found.map(({ text }) => text)).toEqual(["a", "b"]);
});
