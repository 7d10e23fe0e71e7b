import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createPostgresStore, StoreUnavailable } from "../src/index.ts";
import { openPool } from "../src/postgres/pool.ts";
import { type PostgresHarness, postgresHarnesses } from "./postgres-harness.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { folderCreated, founderOf } from "./suite/author.ts";

/** What becomes of a store whose database is away, or is not the one it should be. */

let server: PostgresServer;
let open: ReturnType<typeof postgresHarnesses>;
let harness: PostgresHarness;
beforeAll(async () => {
  server = await startPostgres();
  open = postgresHarnesses(server);
});
afterAll(() => server.remove());
beforeEach(async () => {
  harness = await open();
  return () => harness.close();
});

const others = `from pg_stat_activity where application_name = 'gatefold' and datname = current_database()`;

test("A store outlives its server: away it says so, and is there again with it, with all that was acknowledged", async () => {
  const author = await founderOf(harness.store);
  await server.stop();
  await expect(harness.store.journal.head("acme")).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(author.write([folderCreated("a")])).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await expect(harness.store.queue.nextAt()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await server.start();
  expect(await harness.store.journal.head("acme")).toEqual(author.head);
  await author.write([folderCreated("a")]);
  expect(await harness.store.journal.verify("acme")).toMatchObject({ ok: true, entries: 2 });
});

test("Connections that were ended while nobody used them are replaced unseen", async () => {
  const author = await founderOf(harness.store);
  await harness.sql(`select pg_terminate_backend(pid) ${others}`);
  const heads = () => harness.store.journal.head("acme").catch(() => undefined);
  await expect.poll(heads, { timeout: 5000 }).toEqual(author.head);
});

test("An append whose connection is lost half-way writes nothing, and says that the database is away", async () => {
  const author = await founderOf(harness.store);
  await harness.sql(
    `create function end_me() returns trigger language plpgsql as
     $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
     create trigger end_me after insert on folders for each row execute function end_me()`,
  );
  await expect(author.write([folderCreated("a")])).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await harness.sql(`drop trigger end_me on folders; drop function end_me`);
  expect(await harness.store.journal.head("acme")).toEqual(author.head);
  expect(await harness.store.journal.verify("acme")).toMatchObject({ ok: true, entries: 1 });
});

test("Without a connection left for it a store is away, opens none, and goes on when there is one", async () => {
  await harness.sql(`create role narrow login password 'narrow'; grant gatefold to narrow`);
  const url = Object.assign(new URL(harness.settings.url), { username: "narrow", password: "narrow" }).href;
  const author = await founderOf(harness.store);
  const store = await createPostgresStore({ ...harness.settings, url });
  await harness.sql(`alter role narrow connection limit 0`);
  await harness.sql(`select pg_terminate_backend(pid) ${others} and usename = 'narrow'`);
  const head = () =>
    store.journal.head("acme").catch(({ code, details }: StoreUnavailable) => [code, details]);
  await expect.poll(head, { timeout: 5000 }).toEqual(["STORE_UNAVAILABLE", { reason: "53300" }]);
  const opening = createPostgresStore({ ...harness.settings, url });
  await expect(opening).rejects.toMatchObject({ code: "STORE_UNREADABLE", details: { reason: "53300" } });
  await harness.sql(`alter role narrow connection limit -1`);
  expect(await head()).toEqual(author.head);
  await store.close();
  await harness.sql(`drop role narrow`);
});

test("A database that only reads is read and opened, refuses each write whole, and takes them again by itself", async () => {
  const database = new URL(harness.settings.url).pathname.slice(1);
  const author = await founderOf(harness.store);
  const only = (how: "on" | "off") =>
    server.sql("postgres", `alter database ${database} set default_transaction_read_only = ${how}`);
  await only("on");
  await harness.sql(`select pg_terminate_backend(pid) ${others}`);
  const write = () => author.write([folderCreated("a")]).catch(({ code }: { code: string }) => code);
  await expect.poll(write, { timeout: 5000 }).toBe("STORE_READ_ONLY");
  const another = await harness.another();
  for (const store of [harness.store, another]) expect(await store.journal.head("acme")).toEqual(author.head);
  await only("off");
  await expect.poll(write, { timeout: 5000 }).toMatchObject({ seq: 2 });
  expect(await harness.store.journal.verify("acme")).toMatchObject({ ok: true, entries: 2 });
});

test("A full disk is away, not broken", async () => {
  const author = await founderOf(harness.store);
  await harness.sql(
    `create function full_disk() returns trigger language plpgsql as
     $$ begin raise exception 'no space left' using errcode = '53100'; end $$;
     create trigger full_disk before insert on entries for each row execute function full_disk()`,
  );
  await expect(author.write([folderCreated("a")])).rejects.toMatchObject({
    code: "STORE_FULL",
    details: { reason: "53100" },
  });
  await harness.sql(`drop trigger full_disk on entries; drop function full_disk`);
  await author.write([folderCreated("a")]);
});

test.each([
  ["the wrong password", (url: URL) => (url.password = "wrong-secret"), "28P01"],
  ["no server there", (url: URL) => (url.port = "1"), "ECONNREFUSED"],
])("With %s a store does not open, and no password is shown", async (_what, change, reason) => {
  const url = new URL(harness.settings.url);
  url.password = "top-secret";
  change(url);
  const error: unknown = await createPostgresStore({ ...harness.settings, url: url.href }).catch(
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ code: "STORE_UNREADABLE", details: { reason } });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("secret");
});

test.each(["top-secret", "mysql://ada:top-secret@host/db", "postgres://ada:top-secret@[/db"])(
  "%s is no address, and the refusal does not repeat it",
  async (url) => {
    const error: unknown = await createPostgresStore({ ...harness.settings, url }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "SETTINGS_INVALID" });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("secret");
  },
);

test("What the database refuses is told without the values it names", async () => {
  const job = { id: "top-secret", account: "acme", kind: "x", body: "top-secret", runAt: 1, lane: null };
  await harness.store.queue.add(job);
  const error: unknown = await harness.store.queue.add(job).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: "STORE_REFUSED",
    details: { state: "23505", constraint: "jobs_pkey" },
  });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("secret");
});

test("A session keeps its promises, however the database is set up", async () => {
  const database = new URL(harness.settings.url).pathname.slice(1);
  await harness.sql(`alter database ${database} set synchronous_commit = off`);
  await harness.sql(`alter database ${database} set default_transaction_isolation = 'serializable'`);
  const pool = openPool({ url: harness.settings.url, connections: 1 });
  const client = await pool.connect();
  const shown = async (name: string) => (await client.query<Record<string, string>>(`show ${name}`, [])).rows;
  expect(await shown("synchronous_commit")).toEqual([{ synchronous_commit: "on" }]);
  expect(await shown("transaction_isolation")).toEqual([{ transaction_isolation: "read committed" }]);
  expect(await shown("statement_timeout")).toEqual([{ statement_timeout: "30s" }]);
  client.release();
  await pool.end();
});
