import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { takeLock } from "./lock.ts";
import { emptyDataFolder, readMarker, writeMarker } from "./marker.ts";

test("a missing or empty folder is nobody's, with a lock in it too", async () => {
  const folder = await testFolder();
  expect(await readMarker(join(folder, "missing"))).toBeUndefined();
  expect(await readMarker(folder)).toBeUndefined();
  takeLock(folder)?.release();
  expect(await readMarker(folder)).toBeUndefined();
});

test("a folder with a marker is ours", async () => {
  const folder = await testFolder();
  await writeMarker(folder, { state: "making", demo: true });
  expect(await readMarker(folder)).toEqual({ gatefold: 1, state: "making", demo: true });
});

test.each(["notes.txt", "gatefold.json"])("a folder with somebody's %s is refused", async (name) => {
  const folder = await testFolder();
  await writeFile(join(folder, name), "{}", { mode: 0o600 });
  await expect(readMarker(folder)).rejects.toMatchObject({ code: "NOT_OURS" });
});

test("emptying takes all away but the lock", async () => {
  const folder = await testFolder();
  await writeMarker(folder, { state: "ready", demo: true });
  await mkdir(join(folder, "blobs", "ab"), { recursive: true });
  const lock = takeLock(folder);
  await emptyDataFolder(folder);
  expect(await readdir(folder)).toEqual(["lock"]);
  lock?.release();
});
