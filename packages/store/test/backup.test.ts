import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  checkBackup,
  createBlobFolder,
  createPostgresStore,
  createSqliteStore,
  type DatabasePlace,
  makeBackup,
  restoreBackup,
  type RestoreTarget,
  type Store,
} from "../src/index.ts";
import { createHashList } from "../src/backup/hash-list.ts";
import { insertRows, rowsOf as pagesOf } from "../src/backup/rows.ts";
import { migrateBy, migrationNames } from "../src/database/migrate.ts";
import { lockFile } from "../src/file-lock.ts";
import { openDatabase } from "../src/open-database.ts";
import { postgresHarnesses } from "./postgres-harness.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { openSqliteHarness } from "./sqlite-harness.ts";
import { assetCreated, type Author, authorOf, everyKind, folderCreated, founderOf } from "./suite/author.ts";
import type { Harness } from "./suite/harness.ts";
import { rowsOf } from "./suite/rows.ts";

const now = new Date("2026-11-28T16:30:00Z");
const nasty = 'a\0b \u{1F5BC}\u2028 \uFDD0 "q" \\ \n end';

let root: string;
let server: PostgresServer;
let postgres: ReturnType<typeof postgresHarnesses>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-backup-"));
  server = await startPostgres();
  postgres = postgresHarnesses(server);
}, 60_000);
afterAll(async () => {
  await server.remove();
  await rm(root, { recursive: true, force: true });
});

let count = 0;
const fresh = (name: string) => join(root, `${name}${(count += 1)}`);

/** An empty place of each kind, and how a store is opened on it. */
const places = {
  sqlite: async () => {
    const place = { file: join(fresh("sqlite"), "gatefold.sqlite") };
    return { place, open: (masterKeyFile: string) => createSqliteStore({ ...place, masterKeyFile }) };
  },
  postgres: async () => {
    const name = `restored${(count += 1)}`;
    await server.sql("postgres", `create database ${name}`);
    const place = { url: server.urlOf(name) };
    return { place, open: (masterKeyFile: string) => createPostgresStore({ ...place, masterKeyFile }) };
  },
};
type Kind = keyof typeof places;
const kinds = Object.keys(places) as Kind[];

interface Source extends Harness {
  readonly settings: DatabasePlace & { readonly masterKeyFile: string };
}
const sources: Record<Kind, () => Promise<Source>> = {
  sqlite: openSqliteHarness,
  postgres: () => postgres(),
};
const placeOf = ({ settings }: Source): DatabasePlace =>
  "url" in settings ? { url: settings.url } : { file: settings.file };

const blobs = () => createBlobFolder(join(root, "blobs"));
const backupOf = (database: DatabasePlace, folder = fresh("backups"), at = now) =>
  makeBackup({ database, blobs: blobs(), folder, now: at, version: "1.2.3" });
const into = (database: DatabasePlace, extra: Partial<RestoreTarget> = {}): RestoreTarget => ({
  database,
  blobs: createBlobFolder(fresh("blobs")),
  now,
  keys: { suspend: false },
  ...extra,
});

/** Something of everything: every kind of entity, texts that are hard to keep, an erased one, work under way. */
async function fill({ store, sql }: Source): Promise<void> {
  const author = await founderOf(store);
  await author.write(everyKind);
  const kept = await blobs().put(Buffer.from("a picture"));
  const event = assetCreated("real", "library");
  if (event.type === "asset.created" && event.asset.version) Object.assign(event.asset.version, kept);
  await author.write([event]);
  await author.write([folderCreated("nasty", null, nasty)], {
    sealed: { connection: "c1", secrets: { token: nasty } },
    keySecret: { key: "key-1", hash: "hash-1" },
  });
  await author.write([], { keySecret: { key: "key-2", hash: "hash-2" } });
  await sql(`update "texts" set "text" = null, "salt" = null where "seq" = 8`);
  for (const [id, state] of [
    ["d1", "waiting"],
    ["d2", "sending"],
    ["d3", "delivered"],
    ["d4", "failed"],
  ] as const) {
    const { principal } = author;
    const delivery = { id, account: "acme", connection: "c1", asset: "logo", version: id, target: "library" };
    const job = { id: `job-${id}`, account: "acme", kind: "delivery", body: {}, runAt: 1, lane: null };
    await store.deliveries.reserve({ ...delivery, marker: nasty, principal, requestedAt: 5 }, job);
    await store.deliveries.update("acme", id, { state, updatedAt: 6 });
  }
  await store.links.add(
    { hash: "h", account: "acme", delivery: "d2", version: "v", expires: 9e15, left: 5 },
    1,
  );
  const name = { account: "acme", credential: "key-1", name: "mine" };
  await store.answers.claim(name, 1, 9e15);
  await store.answers.keep(name, 9e15, { fingerprint: "f", status: 201, headers: {}, body: nasty }, 9e15);
  await fillMore(store, author);
}

async function fillMore(store: Store, { principal }: Author): Promise<void> {
  const account = "acme";
  const refused = { asset: "logo", connection: null, code: "NOT_FOUND", message: nasty };
  await store.deliveryJobs.create({ id: "many", account, principal, asked: nasty, requestedAt: 5 }, [
    refused,
  ]);
  const look = { account, minute: 0, user: "ada", permission: "asset.view", place: "logo", code: "ROLE" };
  await store.looks.add([{ ...look, count: 3 }]);
  const subject = { place: "logo", version: null, connection: null, permission: "asset.download" };
  const decided = { effect: "deny", code: "NO_GRANT", revision: 1, request: nasty } as const;
  await store.acts.record({ account, at: 5, principal, act: "download", ...subject, ...decided });
  await store.checkpoints.sign(account, 5);
  await store.retention.sweep(5, 0, { acts: null, looks: null, deliveryDetails: null });
}

async function filesIn(folder: string): Promise<Map<string, string>> {
  const names = await readdir(join(folder, "tables"));
  const read = async (name: string) => [name, await readFile(join(folder, "tables", name), "utf8")] as const;
  return new Map(await Promise.all(names.toSorted().map(read)));
}

async function withSource(kind: Kind, run: (source: Source) => Promise<void>): Promise<void> {
  const source = await sources[kind]();
  try {
    await run(source);
  } finally {
    await source.close();
  }
}

describe.each(kinds)("a backup of %s", (kind) => {
  test.each(kinds)(
    "is restored into %s with everything in it, and nothing is sent by itself",
    async (other) => {
      await withSource(kind, async (source) => {
        await fill(source);
        const made = await backupOf(placeOf(source));
        expect(made).toMatchObject({ copied: 1, manifest: { database: kind, blobs: { count: 2 } } });
        // Whoever adds a table adds a row of it to what is tried here.
        const backedUp = made.manifest.tables.map(({ name }) => name);
        expect(backedUp.toSorted()).toEqual((await namesOf(kind, source)).toSorted());
        expect(made.manifest.tables.filter(({ rows }) => rows === 0)).toEqual([]);
        const target = await places[other]();
        const restored = await restoreBackup({ from: made.snapshot }, into(target.place));
        expect(restored.aftermath).toEqual({ toLookAt: 2, jobs: 4, links: 1, keys: 2, keysSuspended: 0 });

        const store = await target.open(source.settings.masterKeyFile);
        try {
          await sameStore(store, source.store);
          const states = await store.deliveries.list("acme", { limit: 9 });
          const stands = Object.fromEntries(states.map(({ id, state, code }) => [id, [state, code]]));
          expect(stands).toEqual({
            d1: ["unknown", "RESTORED"],
            d2: ["unknown", "RESTORED"],
            d3: ["delivered", null],
            d4: ["failed", null],
          });
          expect(await store.queue.claim(9e15, 1000)).toBeUndefined();
          expect(await store.links.take("h", 2)).toBeUndefined();
        } finally {
          await store.close();
        }
        await roundTrip(target.place, made.snapshot, kind, other);
      });
    },
  );

  test("is of one moment while others write, and its journal is whole", async () => {
    await withSource(kind, async (source) => {
      const author = await founderOf(source.store);
      const folders = Array.from({ length: 700 }, (_, at) => folderCreated(`f${at}`));
      await author.write(folders);
      const making = backupOf(placeOf(source));
      const made = making.then(() => true);
      let written = 0;
      for (; !(await Promise.race([made, setImmediate(false)])); written += 1) {
        await author.write([folderCreated(`later${written}`)]);
      }
      const { snapshot, manifest } = await making;
      const seq = manifest.heads[0]?.seq ?? 0;
      expect(seq).toBeGreaterThanOrEqual(701);
      expect(seq).toBeLessThan(701 + written);
      const entries = manifest.tables.find(({ name }) => name === "entries");
      expect(entries?.rows).toBe(seq);
      await restoreBackup({ from: snapshot }, into((await places[kind]()).place));
    });
  });
});

/** What the database itself says it has, but for what migrations keep for themselves. */
async function namesOf(kind: Kind, { sql }: Source): Promise<string[]> {
  const asked = {
    sqlite: `select name from sqlite_schema where type = 'table'`,
    postgres: `select table_name as name from information_schema.tables where table_schema = 'public'`,
  };
  const names = (await sql(asked[kind])).map(({ name }) => String(name));
  return names.filter((name) => !/^(?:sqlite|kysely)_/.test(name));
}

async function sameStore(one: Store, other: Store): Promise<void> {
  const [here, there] = [await one.journal.load("acme"), await other.journal.load("acme")];
  expect(here.head).toEqual(there.head);
  expect(rowsOf(here.state)).toEqual(rowsOf(there.state));
  expect(await one.journal.read("acme", { limit: 99 })).toEqual(
    await other.journal.read("acme", { limit: 99 }),
  );
  expect(await one.secrets.open("acme", "c1")).toEqual({ token: nasty });
  expect(await one.keySecrets.find("key-2")).toEqual(await other.keySecrets.find("key-2"));
  const name = { account: "acme", credential: "key-1", name: "mine" };
  expect(await one.answers.claim(name, 2, 9e15)).toMatchObject({ answer: { status: 201, body: nasty } });
  expect(await one.journal.verify("acme")).toMatchObject({ ok: true });
}

/** What was restored is backed up to the same bytes, but for what a restore changes. */
async function roundTrip(place: DatabasePlace, before: string, kind: Kind, other: Kind): Promise<void> {
  const again = await backupOf(place);
  expect(again.manifest.database).toBe(other);
  const [one, two] = [await filesIn(before), await filesIn(again.snapshot)];
  expect([...two.keys()]).toEqual([...one.keys()]);
  for (const changed of ["deliveries.jsonl", "jobs.jsonl", "fetchLinks.jsonl"]) one.delete(changed);
  for (const [name, text] of one) expect(`${name}\n${two.get(name)}`).toBe(`${name}\n${text}`);
  const back = await places[kind]();
  await restoreBackup({ from: again.snapshot }, into(back.place));
  expect(await filesIn((await backupOf(back.place)).snapshot)).toEqual(two);
}

/** The same database as a version made it that had these migrations only. */
async function older(source: Source, migrations: readonly string[]): Promise<DatabasePlace> {
  const place = { file: join(fresh("older"), "gatefold.sqlite") };
  await using target = await openDatabase(place, { mustBeThere: false });
  await migrateBy(target.db, migrations);
  await using from = await openDatabase(placeOf(source), { mustBeThere: true });
  for (const shape of await target.shapes(target.db)) {
    for await (const rows of pagesOf(from.db, shape)) await insertRows(target.db, shape, rows);
  }
  return place;
}

test.each(kinds)("A backup of an older version is restored into %s, and brought up to date", async (kind) => {
  await withSource("sqlite", async (source) => {
    const author = await founderOf(source.store);
    await author.write(everyKind);
    await author.write([], { keySecret: { key: "key-2", hash: "hash-2" } });
    for (const done of [1, 8]) {
      const migrations = migrationNames.toSorted().slice(0, done);
      const { snapshot, manifest } = await backupOf(await older(source, migrations));
      expect(manifest.migrations).toEqual(migrations);
      const target = await places[kind]();
      await restoreBackup({ from: snapshot }, into(target.place));
      const { manifest: restored, ...made } = await backupOf(target.place);
      expect(restored.migrations).toEqual(migrationNames.toSorted());
      expect(await filesIn(made.snapshot)).toEqual(await filesIn((await backupOf(placeOf(source))).snapshot));
    }
  });
});

describe("a folder of backups", () => {
  test("shares the bytes of pictures, and means its newest", async () => {
    await withSource("sqlite", async (source) => {
      await fill(source);
      const folder = fresh("backups");
      const first = await backupOf(placeOf(source), folder);
      const author = await authorOf(source.store);
      await author.write([folderCreated("new")]);
      const second = await backupOf(placeOf(source), folder, new Date(now.getTime() + 1));
      expect([first.copied, second.copied]).toEqual([1, 0]);
      const checked = await checkBackup({ from: folder });
      expect(checked).toMatchObject({ snapshot: second.snapshot, pictures: 1 });
      expect(checked.manifest.heads[0]?.seq).toBe(author.head.seq);
      expect(checked.manifest.blobs?.missing).toEqual(["0".repeat(64)]);
      expect(JSON.stringify(await readdir(folder, { recursive: true }))).not.toMatch(/master\.key|\.draft/);
    });
  });

  test("is cleared of what killed backups left by the next one, and of nothing that another is writing", async () => {
    await withSource("sqlite", async (source) => {
      await founderOf(source.store);
      const folder = fresh("backups");
      const draft = (day: number) => join(folder, `.2026-11-0${day}T16-30-00.000Z.draft`);
      for (const day of [1, 2, 3]) await mkdir(join(draft(day), "tables"), { recursive: true });
      await writeFile(`${draft(1)}.lock`, "");
      await writeFile(`${draft(4)}.lock`, "");
      using held = new DisposableStack();
      held.use(await lockFile(`${draft(3)}.lock`));
      const { snapshot } = await backupOf(placeOf(source), folder);
      const names = [draft(3), `${draft(3)}.lock`, snapshot].map((path) => basename(path));
      expect((await readdir(folder)).toSorted()).toEqual(names);
    });
  });

  test("lists hashes each once and in their order, a few at a time", () => {
    using hashes = createHashList();
    const wanted = Array.from({ length: 1234 }, (_, at) => String(at).padStart(64, "0"));
    for (const sha256 of [...wanted.toReversed(), ...wanted]) hashes.add(sha256);
    const pages = [...hashes.pages()];
    expect([hashes.count, ...pages.map(({ length }) => length)]).toEqual([1234, 500, 500, 234]);
    expect(pages.flat()).toEqual(wanted);
  });

  test("holds nothing of a backup that was broken off", async () => {
    const folder = fresh("backups");
    const nothing = { file: join(root, "none.sqlite") };
    await expect(backupOf(nothing, folder)).rejects.toMatchObject({ code: "STORE_UNREADABLE" });
    expect(await readdir(folder)).toEqual([]);
    await expect(checkBackup({ from: folder })).rejects.toMatchObject({ code: "BACKUP_UNREADABLE" });
  });
});

describe("a restore", () => {
  test("overwrites nothing", async () => {
    await withSource("sqlite", async (source) => {
      await fill(source);
      const { snapshot } = await backupOf(placeOf(source));
      const refused = restoreBackup({ from: snapshot }, into(placeOf(source)));
      await expect(refused).rejects.toMatchObject({ code: "RESTORE_NOT_EMPTY" });
      expect(await source.store.journal.verify("acme")).toMatchObject({ ok: true });
    });
  });

  test("can suspend every key but those in good hands, and never the last", async () => {
    await withSource("sqlite", async (source) => {
      await fill(source);
      const { snapshot } = await backupOf(placeOf(source));
      const target = await places.sqlite();
      const but = (...except: string[]) => into(target.place, { keys: { suspend: true, except } });
      await expect(restoreBackup({ from: snapshot }, but("gone"))).rejects.toMatchObject({
        code: "NO_KEY_LEFT",
      });
      const restored = await restoreBackup({ from: snapshot }, but("key-2"));
      expect(restored.aftermath).toMatchObject({ keys: 1, keysSuspended: 1 });
      const store = await target.open(source.settings.masterKeyFile);
      expect(await store.keySecrets.find("key-1")).toBeUndefined();
      expect(await store.keySecrets.find("key-2")).toMatchObject({ hash: "hash-2" });
      const author = await authorOf(store);
      await author.write([], { keySecret: { key: "key-1", hash: "rolled", previousUntil: 9 } });
      expect(await store.keySecrets.find("key-1")).toMatchObject({ hash: "rolled", previous: null });
      await store.close();
    });
  });

  test("names every file that is not as it was written, and leaves nothing behind", async () => {
    await withSource("sqlite", async (source) => {
      await fill(source);
      const { snapshot } = await backupOf(placeOf(source));
      const found = await readdir(join(snapshot, ".."), { recursive: true, withFileTypes: true });
      const files = found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
      expect(files.length).toBeGreaterThan(20);
      const damages = [
        bitFlip,
        cutShort,
        (file: string) => rm(file),
        (file: string) => appendFile(file, "x"),
      ];
      for (const file of files) {
        const whole = await readFile(file);
        for (const damage of damages.slice(whole.length === 0 ? 2 : 0)) {
          await damage(file);
          const said = await checkBackup({ from: snapshot }).then(
            () => "whole",
            ({ code, message }: { code: string; message: string }) => `${code} ${message}`,
          );
          expect(said).toMatch(/^BACKUP_(?:DAMAGED|UNREADABLE)/);
          const name = basename(file);
          expect(said).toContain(name === "manifest.json" ? "2026-11-28" : name);
          await writeFile(file, whole);
        }
      }
      const target = await places.sqlite();
      await truncate(join(snapshot, "tables", "texts.jsonl"), 100);
      const refused = restoreBackup({ from: snapshot }, into(target.place));
      await expect(refused).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
      const store = await target.open(fresh("key"));
      expect(await store.journal.accounts()).toEqual([]);
      await store.close();
    });
  });

  test("believes no journal that a changed backup's hashes agree with", async () => {
    await withSource("sqlite", async (source) => {
      await fill(source);
      await source.sql(`update "folders" set "restricted" = 0 where "id" = 'brand'`);
      const { snapshot } = await backupOf(placeOf(source));
      const target = await places.sqlite();
      await expect(restoreBackup({ from: snapshot }, into(target.place))).rejects.toMatchObject({
        code: "BACKUP_UNSOUND",
        message: expect.stringContaining("acme"),
      });
      const store = await target.open(fresh("key"));
      expect(await store.journal.accounts()).toEqual([]);
      await store.close();
    });
  });

  test("refuses a backup of a newer version", async () => {
    await withSource("sqlite", async (source) => {
      await fill(source);
      await source.sql(`insert into "kysely_migration" values ('0099-later', '2026-01-01T00:00:00.000Z')`);
      const { snapshot } = await backupOf(placeOf(source));
      const refused = restoreBackup({ from: snapshot }, into((await places.sqlite()).place));
      await expect(refused).rejects.toMatchObject({
        code: "SCHEMA_NEWER",
        details: { migrations: ["0099-later"] },
      });
    });
  });
});

async function bitFlip(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  await writeFile(file, bytes);
}

const cutShort = async (file: string) => truncate(file, (await readFile(file)).length - 1);
