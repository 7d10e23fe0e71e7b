import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/folder.ts";
import { isLocked, takeLock } from "./lock.ts";

test("one holds the lock, and others see that it is held", async () => {
  const folder = await testFolder();
  expect(isLocked(folder)).toBe(false);
  const lock = takeLock(folder);
  expect(isLocked(folder)).toBe(true);
  expect(takeLock(folder)).toBeUndefined();
  lock?.release();
  expect(isLocked(folder)).toBe(false);
  takeLock(folder)?.release();
});

test("nobody else can hold it: the file is its owner's alone, one from before too", async () => {
  const folder = await testFolder();
  takeLock(folder)?.release();
  const mode = async () => (await stat(join(folder, "lock"))).mode & 0o777;
  expect(await mode()).toBe(0o600);
  await chmod(join(folder, "lock"), 0o644);
  takeLock(folder)?.release();
  expect(await mode()).toBe(0o600);
});

test("a killed holder leaves no lock behind", async () => {
  const folder = await testFolder();
  const code = `import { takeLock } from ${JSON.stringify(new URL("lock.ts", import.meta.url).href)};
    takeLock(${JSON.stringify(folder)}); console.log("held"); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", code]);
  await once(holder.stdout, "data");
  expect(isLocked(folder)).toBe(true);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(isLocked(folder)).toBe(false);
});
