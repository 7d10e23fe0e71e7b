import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { takeLock } from "./lock.ts";
import { emptyDataFolder, makeDataFolder, readMarker, writeMarker } from "./marker.ts";

test("a missing or empty folder is nobody's, with a lock in it too", async () => {
  const folder = await testFolder();
  expect(await readMarker(join(folder, "missing"))).toBeUndefined();
  expect(await readMarker(folder)).toBeUndefined();
  takeLock(folder)?.release();
  expect(await readMarker(folder)).toBeUndefined();
});

test("a folder with a marker is ours", async () => {
  const folder = await testFolder();
  await writeMarker(folder, { state: "making", demo: true, database: "sqlite" });
  expect(await readMarker(folder)).toEqual({ gatefold: 1, state: "making", demo: true, database: "sqlite" });
});

test.each(["notes.txt", "gatefold.json"])("a folder with somebody's %s is refused", async (name) => {
  const folder = await testFolder();
  await writeFile(join(folder, name), "{}", { mode: 0o600 });
  await expect(readMarker(folder)).rejects.toMatchObject({ code: "NOT_OURS" });
});

test("emptying takes all away but the lock", async () => {
  const folder = await testFolder();
  await writeMarker(folder, { state: "ready", demo: true, database: "postgres" });
  await mkdir(join(folder, "blobs", "ab"), { recursive: true });
  const lock = takeLock(folder);
  await emptyDataFolder(folder);
  expect(await readdir(folder)).toEqual(["lock"]);
  lock?.release();
});

test("a folder is made with those above it, and one that can't be is refused with what to do", async () => {
  const folder = join(await testFolder(), "one", "two");
  await makeDataFolder(folder);
  await makeDataFolder(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await writeFile(join(folder, "file"), "");
  await expect(makeDataFolder(join(folder, "file", "below"))).rejects.toMatchObject({ code: "NOT_MADE" });
});
