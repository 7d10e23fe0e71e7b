import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFolderStorage } from "./storage.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatefold-sandbox-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("keeps pictures and state for their owner's eyes only", async () => {
  const storage = createFolderStorage(folder);
  await storage.putBytes("klaviyo/files/one.png", new Uint8Array([1, 2, 3]));
  await storage.write("klaviyo/images.json", []);
  const mode = async (name: string) => (await stat(join(folder, name))).mode & 0o777;
  expect(await mode("klaviyo")).toBe(0o700);
  expect(await mode("klaviyo/files/one.png")).toBe(0o600);
  expect(await mode("klaviyo/images.json")).toBe(0o600);
});
