import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSqliteStore } from "../src/index.ts";
import { openSqliteHarness, type SqliteHarness } from "./sqlite-harness.ts";
import { authorOf, folderCreated, founderOf } from "./suite/author.ts";

let harness: SqliteHarness;
beforeEach(async () => {
  harness = await openSqliteHarness();
});
afterEach(() => harness.close());

const reopened = () => createSqliteStore(harness.settings);
const keyFile = () => harness.settings.masterKeyFile;
async function sealed(): Promise<void> {
  const author = await founderOf(harness.store);
  await author.write([], { sealed: { connection: "c1", secrets: { token: "t" } } });
}
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe("the database's file", () => {
  test("is its owner's alone, with its folder and all that SQLite puts beside it", async () => {
    await founderOf(harness.store);
    const folder = join(harness.folder, "data");
    expect(await modeOf(folder)).toBe(0o700);
    const files = await readdir(folder);
    expect(files.toSorted()).toEqual(["gatefold.db", "gatefold.db-shm", "gatefold.db-wal"]);
    expect(await Promise.all(files.map((file) => modeOf(join(folder, file))))).toEqual([0o600, 0o600, 0o600]);
  });

  test("is refused once a newer version has used it", async () => {
    await harness.sql(`insert into "kysely_migration" values ('0099-later', '2026-01-01T00:00:00.000Z')`);
    const opening = createSqliteStore(harness.settings);
    await expect(opening).rejects.toMatchObject({
      code: "SCHEMA_NEWER",
      details: { migrations: ["0099-later"] },
    });
  });

  test("is refused if it is something else", async () => {
    const file = join(harness.folder, "notes.txt");
    await writeFile(file, "These are notes and no database. ".repeat(100));
    const opening = createSqliteStore({ ...harness.settings, file });
    await expect(opening).rejects.toMatchObject({ code: "STORE_UNREADABLE", details: { file } });
    expect(await readFile(file, "utf8")).toMatch(/^These are notes/);
  });

  test("is refused if it is a folder", async () => {
    const file = join(harness.folder, "folder");
    await mkdir(file);
    const opening = createSqliteStore({ ...harness.settings, file });
    await expect(opening).rejects.toMatchObject({ code: "STORE_UNREADABLE" });
  });

  test("can be opened for the first time by several at once", async () => {
    const file = join(harness.folder, "new", "gatefold.db");
    const masterKeyFile = join(harness.folder, "new", "master.key");
    const openings = Array.from({ length: 4 }, () => createSqliteStore({ file, masterKeyFile }));
    const stores = await Promise.all(openings);
    const author = await founderOf(stores[0]!);
    await author.write([], { sealed: { connection: "c1", secrets: { token: "t" } } });
    for (const store of stores) {
      expect(await store.secrets.open("acme", "c1")).toEqual({ token: "t" });
      await store.close();
    }
  });

  test("is waited for while somebody else writes, and read meanwhile", async () => {
    const author = await founderOf(harness.store);
    const other = new DatabaseSync(harness.settings.file);
    other.exec("begin immediate");
    const steps: string[] = [];
    const writing = author.write([folderCreated("a")]).then(() => steps.push("written"));
    const reader = await harness.another();
    expect(await reader.journal.head("acme")).toMatchObject({ seq: 1 });
    steps.push("read");
    other.exec("commit");
    other.close();
    await writing;
    expect(steps).toEqual(["read", "written"]);
    expect(await reader.journal.head("acme")).toMatchObject({ seq: 2 });
  });

  test("is closed after what is under way, however often", async () => {
    const author = await founderOf(harness.store);
    const writing = author.write([folderCreated("a")]);
    await Promise.all([harness.store.close(), harness.store.close()]);
    expect(await writing).toMatchObject({ seq: 2 });
    await expect(harness.store.journal.head("acme")).rejects.toThrow();
  });
});

describe("the master key", () => {
  test("is made once, for its owner alone, and stands nowhere in the database", async () => {
    await sealed();
    const key = await readFile(keyFile(), "utf8");
    expect(key).toMatch(/^[0-9a-f]{64}\n$/);
    expect(await modeOf(keyFile())).toBe(0o600);
    await harness.another();
    expect(await readFile(keyFile(), "utf8")).toBe(key);
    expect((await readdir(harness.folder)).toSorted()).toEqual(["data", "master.key", "signing.key"]);
    const database = await readFile(harness.settings.file, "latin1");
    expect(database).not.toContain(key.trim());
    expect(database).not.toContain(Buffer.from(key.trim(), "hex").toString("latin1"));
  });

  test.each([0o640, 0o604, 0o660, 0o666])("is refused with mode %o", async (mode) => {
    await chmod(keyFile(), mode);
    await expect(reopened()).rejects.toMatchObject({ code: "MASTER_KEY_SHARED" });
  });

  test.each(["", "short", "g".repeat(64)])("is refused if it is %j", async (text) => {
    await writeFile(keyFile(), text);
    await expect(reopened()).rejects.toMatchObject({ code: "MASTER_KEY_INVALID" });
  });

  test("is not replaced by a new one while credentials wait for it", async () => {
    await sealed();
    await rm(keyFile());
    await expect(reopened()).rejects.toMatchObject({ code: "MASTER_KEY_MISSING" });
    await expect(stat(keyFile())).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("says so if it is not the one that credentials were sealed under", async () => {
    await sealed();
    await writeFile(keyFile(), `${"0".repeat(64)}\n`);
    const store = await harness.another();
    await expect(store.secrets.open("acme", "c1")).rejects.toMatchObject({ code: "MASTER_KEY_WRONG" });
  });
});

const signingKey = () => join(harness.folder, "signing.key");
const signed = async () => {
  await founderOf(harness.store);
  return harness.store.checkpoints.sign("acme", 1);
};

describe("the signing key", () => {
  test("is made once, for its owner alone, and stands nowhere in the database", async () => {
    await signed();
    const pem = await readFile(signingKey(), "utf8");
    expect(await modeOf(signingKey())).toBe(0o600);
    const second = await harness.another();
    expect(second.checkpoints.keys).toEqual(harness.store.checkpoints.keys);
    expect(await readFile(signingKey(), "utf8")).toBe(pem);
    const { d = "" } = createPrivateKey(pem).export({ format: "jwk" });
    const database = await readFile(harness.settings.file, "latin1");
    expect(database).not.toContain(d);
    expect(database).not.toContain(Buffer.from(d, "base64url").toString("latin1"));
  });

  test("is refused where others may read it, and where it is none", async () => {
    await chmod(signingKey(), 0o640);
    await expect(reopened()).rejects.toMatchObject({ code: "SIGNING_KEY_SHARED" });
    await chmod(signingKey(), 0o600);
    const { privateKey } = generateKeyPairSync("x25519");
    for (const text of ["", "short", privateKey.export({ format: "pem", type: "pkcs8" })]) {
      await writeFile(signingKey(), text);
      await expect(reopened()).rejects.toMatchObject({ code: "SIGNING_KEY_INVALID" });
    }
  });

  test("is not replaced by a new one once a head was signed with it", async () => {
    await rm(signingKey());
    await harness.another();
    await signed();
    await rm(signingKey());
    await expect(reopened()).rejects.toMatchObject({ code: "SIGNING_KEY_MISSING" });
    await expect(stat(signingKey())).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("can follow another one, whose signatures stay good while its public half stands after it", async () => {
    const before = await signed();
    const { privateKey } = generateKeyPairSync("ed25519");
    const own = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    const pem = await readFile(signingKey(), "utf8");
    await writeFile(signingKey(), own);
    const stranger = await harness.another();
    await expect(stranger.checkpoints.sign("acme", 2)).rejects.toMatchObject({ code: "SIGNING_KEY_WRONG" });
    const older = createPublicKey(pem).export({ format: "pem", type: "spki" }).toString();
    await writeFile(signingKey(), own + older);
    const heir = await harness.another();
    await heir.journal.append((await authorOf(heir)).plan([folderCreated("a")]));
    expect(await heir.checkpoints.sign("acme", 3)).toMatchObject({
      seq: 2,
      kid: heir.checkpoints.keys[0]?.kid,
    });
    expect(await heir.journal.verify("acme", { text: before?.text ?? "", whole: true })).toMatchObject({
      ok: true,
      signatures: 2,
    });
  });
});
