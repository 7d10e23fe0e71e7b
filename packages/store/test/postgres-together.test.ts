import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createPostgresStore, type NewJob } from "../src/index.ts";
import { type PostgresHarness, postgresHarnesses } from "./postgres-harness.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { folderCreated, founderOf } from "./suite/author.ts";

/** Several writers on one database: who waits for whom. */

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

const NOW = 1_764_000_000_000;
const job = (id: string, lane: string | null): NewJob => ({
  id,
  account: "acme",
  kind: "x",
  body: null,
  runAt: NOW,
  lane,
});

/** Somebody else's transaction, in which this has been done and nothing decided. */
async function other(statement: string): Promise<Client> {
  const client = new Client({ connectionString: harness.settings.url });
  await client.connect();
  await client.query("begin");
  await client.query(statement);
  return client;
}

async function ended(client: Client, how: "commit" | "rollback"): Promise<void> {
  await client.query(how);
  await client.end();
}

const LOCKED = `select 1 from pg_stat_activity where application_name = 'gatefold' and wait_event_type = 'Lock'`;

/** Returns once as many of the store's statements wait for a lock. */
async function waiting(number: number): Promise<void> {
  await expect.poll(() => harness.sql(LOCKED), { timeout: 10_000 }).toHaveLength(number);
}

test("Appends of one account wait for each other, those of another for nobody", async () => {
  const [acme, elsewhere] = [await founderOf(harness.store), await founderOf(harness.store, "other")];
  const writer = await other(`select * from heads where account = 'acme' for update`);
  const appending = acme.write([folderCreated("a")]);
  await waiting(1);
  expect(await elsewhere.write([folderCreated("a")])).toMatchObject({ seq: 2 });
  expect(await harness.store.journal.load("acme")).toMatchObject({ head: { seq: 1 } });
  await ended(writer, "commit");
  expect(await appending).toMatchObject({ seq: 2 });
});

test("An append that waited for another's meets the head it left", async () => {
  const acme = await founderOf(harness.store);
  const writer = await other(`update heads set seq = 2, hash = 'theirs' where account = 'acme'`);
  const appending = acme.write([folderCreated("a")]).catch((error: unknown) => error);
  await waiting(1);
  await ended(writer, "commit");
  expect(await appending).toMatchObject({ code: "HEAD_MOVED" });
});

test("A job that somebody is leasing is passed over, not waited for", async () => {
  const { queue } = harness.store;
  await queue.add(job("a", null));
  await queue.add(job("b", null));
  const leasing = await other(`update jobs set "leasedUntil" = ${NOW + 1}, attempts = 1 where id = 'a'`);
  expect(await queue.claim(NOW, 1000)).toMatchObject({ id: "b" });
  expect(await queue.claim(NOW, 1000)).toBeUndefined();
  await ended(leasing, "commit");
});

test.each([
  ["commit", { id: "b1" }],
  ["rollback", { id: "a2" }],
] as const)("A lane that somebody is leasing is one's own only if they %s not", async (how, claimed) => {
  const { queue } = harness.store;
  for (const added of [job("a1", "a"), job("a2", "a"), job("b1", "b")]) await queue.add(added);
  const leasing = await other(`update jobs set "leasedUntil" = ${NOW + 1}, attempts = 1 where id = 'a1'`);
  const claiming = queue.claim(NOW, 1000);
  await waiting(1);
  await ended(leasing, how);
  expect(await claiming).toMatchObject(claimed);
});

test("A transaction that the server ended for another's sake is made again", async () => {
  const author = await founderOf(harness.store);
  await harness.sql(
    `create sequence tries;
     create function contend() returns trigger language plpgsql as
     $$ begin
       if nextval('tries') < 3 then raise exception 'once more' using errcode = '40P01'; end if;
       return new;
     end $$;
     create trigger contend before insert on entries for each row execute function contend()`,
  );
  await author.write([folderCreated("a")]);
  expect(await harness.store.journal.verify("acme")).toMatchObject({ ok: true, entries: 2 });
  await harness.sql(`drop trigger contend on entries; drop function contend; drop sequence tries`);
});

test("Several processes may open a new database at once", async () => {
  await server.sql("postgres", "create database fresh");
  const settings = { ...harness.settings, url: server.urlOf("fresh") };
  const stores = await Promise.all(Array.from({ length: 4 }, () => createPostgresStore(settings)));
  const author = await founderOf(stores[0]!);
  for (const store of stores) expect(await store.journal.head("acme")).toEqual(author.head);
  await Promise.all(stores.map((store) => store.close()));
});

test("A database that a newer version has used is refused", async () => {
  await harness.sql(`insert into "kysely_migration" values ('0099-later', '2026-01-01T00:00:00.000Z')`);
  await expect(createPostgresStore(harness.settings)).rejects.toMatchObject({
    code: "SCHEMA_NEWER",
    details: { migrations: ["0099-later"] },
  });
  await harness.sql(`delete from "kysely_migration" where "name" = '0099-later'`);
});

test("A store is closed after what is under way, however often", async () => {
  const author = await founderOf(harness.store);
  const writing = author.write([folderCreated("a")]);
  await Promise.all([harness.store.close(), harness.store.close()]);
  expect(await writing).toMatchObject({ seq: 2 });
  await expect(harness.store.journal.head("acme")).rejects.toThrow();
});
