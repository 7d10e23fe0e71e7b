import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createBlobFolder } from "./folder.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOW = 1_764_000_000_000;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "gatefold-blobs-"));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const open = () => createBlobFolder(root, { clock: () => NOW });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const pathOf = (sha256: string): string => join(root, sha256.slice(0, 2), sha256.slice(2));
async function* inChunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield bytesOf(text);
}
async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream).text();
}
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
}
async function age(path: string, days: number): Promise<void> {
  await utimes(path, (NOW - days * DAY) / 1000, (NOW - days * DAY) / 1000);
}

describe("a folder of blobs", () => {
  test("keeps bytes under their hash, for the owner alone", async () => {
    const blobs = open();
    const kept = await blobs.put(inChunks("pic", "ture"));
    expect(kept).toEqual({ sha256: hashOf("picture"), bytes: 7 });
    expect(await readFile(pathOf(kept.sha256), "utf8")).toBe("picture");
    expect((await stat(pathOf(kept.sha256))).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, kept.sha256.slice(0, 2)))).mode & 0o777).toBe(0o700);
    expect(Buffer.from(await blobs.read(kept.sha256)).toString()).toBe("picture");
    expect(await textOf(await blobs.stream(kept.sha256))).toBe("picture");
    expect(await blobs.has(kept.sha256)).toBe(true);
    expect(await blobs.has(hashOf("other"))).toBe(false);
  });

  test("streams a part, its last byte included", async () => {
    const blobs = open();
    const { sha256 } = await blobs.put(bytesOf("picture"));
    expect(await textOf(await blobs.stream(sha256, { start: 1, end: 3 }))).toBe("ict");
    expect(await textOf(await blobs.stream(sha256, { start: 6, end: 6 }))).toBe("e");
  });

  test("lets go of a file whose stream is cancelled", async () => {
    const blobs = open();
    const { sha256 } = await blobs.put(new Uint8Array(1_000_000));
    const before = (await readdir("/proc/self/fd").catch(() => [])).length;
    const reader = (await blobs.stream(sha256)).getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(async () => (await readdir("/proc/self/fd").catch(() => [])).length).toBe(before);
  });

  test("writes bytes that it has no second time", async () => {
    const blobs = open();
    const { sha256 } = await blobs.put(bytesOf("picture"));
    const { ino } = await stat(pathOf(sha256));
    await Promise.all([blobs.put(bytesOf("picture")), blobs.put(inChunks("picture"))]);
    expect((await stat(pathOf(sha256))).ino).toBe(ino);
    expect(await filesIn(root)).toEqual([pathOf(sha256)]);
  });

  test("holds one whole file after many puts at once", async () => {
    const blobs = open();
    const puts = await Promise.all(Array.from({ length: 20 }, () => blobs.put(inChunks("pic", "ture"))));
    expect(new Set(puts.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(await filesIn(root)).toEqual([pathOf(hashOf("picture"))]);
    expect(await blobs.verify([hashOf("picture")])).toEqual([]);
  });

  test("replaces a file that was cut short", async () => {
    const blobs = open();
    const { sha256 } = await blobs.put(bytesOf("picture"));
    await writeFile(pathOf(sha256), "pict");
    await blobs.put(bytesOf("picture"));
    expect(await readFile(pathOf(sha256), "utf8")).toBe("picture");
  });

  test("leaves nothing behind of an upload that breaks off", async () => {
    const broken = (async function* () {
      yield bytesOf("pic");
      await Promise.reject(new Error("gone"));
    })();
    await expect(open().put(broken)).rejects.toThrow("gone");
    expect(await filesIn(root)).toEqual([]);
  });

  test("says so when bytes are missing or changed", async () => {
    const blobs = open();
    const { sha256 } = await blobs.put(bytesOf("picture"));
    const { sha256: whole } = await blobs.put(bytesOf("another"));
    await writeFile(pathOf(sha256), "pictuer");
    const absent = hashOf("absent");
    await expect(blobs.read(sha256)).rejects.toMatchObject({ code: "BLOB_CHANGED" });
    await expect(blobs.read(absent)).rejects.toMatchObject({ code: "BLOB_MISSING" });
    await expect(blobs.stream(absent)).rejects.toMatchObject({ code: "BLOB_MISSING" });
    expect(await blobs.verify([sha256, whole, absent])).toEqual([sha256, absent]);
  });

  test.each(["../../etc/passwd", "", "a".repeat(63), "A".repeat(64), `${"a".repeat(64)}\n`])(
    "takes nothing but a hash for a name: %j",
    async (name) => {
      const blobs = open();
      await expect(blobs.read(name)).rejects.toMatchObject({ code: "BLOB_NAME_INVALID" });
      await expect(blobs.stream(name)).rejects.toMatchObject({ code: "BLOB_NAME_INVALID" });
      await expect(blobs.has(name)).rejects.toMatchObject({ code: "BLOB_NAME_INVALID" });
      await expect(blobs.verify([name])).rejects.toMatchObject({ code: "BLOB_NAME_INVALID" });
    },
  );

  test("sweeps orphans and leftovers older than a day, and nothing else", async () => {
    const blobs = open();
    const put = async (text: string) => (await blobs.put(bytesOf(text))).sha256;
    const [kept, old, young] = [await put("kept"), await put("old"), await put("young")];
    await age(pathOf(kept), 9);
    await age(pathOf(old), 2);
    await age(pathOf(young), 0.9);
    const [stale, fresh] = [join(root, "drafts", "stale"), join(root, "drafts", "fresh")];
    await writeFile(stale, "");
    await age(stale, 2);
    await writeFile(fresh, "");
    await age(fresh, 0.5);
    await writeFile(join(root, kept.slice(0, 2), "notes.txt"), "not ours");
    await age(join(root, kept.slice(0, 2), "notes.txt"), 9);

    expect(await blobs.sweep(new Set([kept]), NOW)).toBe(2);
    expect((await filesIn(root)).toSorted()).toEqual(
      [fresh, pathOf(kept), pathOf(young), join(root, kept.slice(0, 2), "notes.txt")].toSorted(),
    );
  });

  test("spares an orphan that was put again", async () => {
    const blobs = open();
    const { sha256 } = await blobs.put(bytesOf("picture"));
    await age(pathOf(sha256), 9);
    await blobs.put(inChunks("picture"));
    expect(await blobs.sweep(new Set(), NOW)).toBe(0);
    expect(await blobs.has(sha256)).toBe(true);
  });

  test("is swept after a backup that left the drafts' folder out was restored", async () => {
    const blobs = open();
    const { sha256 } = await blobs.put(bytesOf("picture"));
    await age(pathOf(sha256), 9);
    await rm(join(root, "drafts"), { recursive: true });
    expect(await blobs.sweep(new Set(), NOW)).toBe(1);
    expect(await filesIn(root)).toEqual([]);
  });

  test("sweeps a folder that is not there yet", async () => {
    expect(await createBlobFolder(join(root, "none")).sweep(new Set(), NOW)).toBe(0);
  });
});
