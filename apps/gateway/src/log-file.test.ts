import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLogFile } from "./log-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatefold-log-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("writes what came together in order, to a file that nobody else reads, and all of it when it is closed", async () => {
  const path = join(folder, "log");
  const log = createLogFile({ path, mode: 0o600 });
  const lines = Array.from({ length: 5000 }, (_, at) => `{"line":${at}}\n`);
  for (const line of lines) log.write(line);
  expect((await stat(path)).size).toBeGreaterThan(0);
  log.close();
  expect(await readFile(path, "utf8")).toBe(lines.join(""));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  log.write("late\n");
  expect(await readFile(path, "utf8")).toBe(`${lines.join("")}late\n`);
});

it.each(["process.exit(3)", "throw new Error('fault')", "undefined"])(
  "loses nothing where the process ends by %s",
  async (end) => {
    const path = join(folder, "log");
    const module = new URL("./log-file.ts", import.meta.url).href;
    const program = `const { createLogFile } = await import(${JSON.stringify(module)});
    createLogFile({ path: ${JSON.stringify(path)}, mode: 0o600 }).write("last\\n"); ${end};`;
    spawnSync(process.execPath, ["--input-type=module", "--eval", program]);
    expect(await readFile(path, "utf8")).toBe("last\n");
  },
);

it("loses lines that the disk does not take, and goes on", () => {
  const log = createLogFile({ path: "/dev/full", mode: 0o600 });
  log.write("lost\n");
  expect(() => log.close()).not.toThrow();
  expect(() => log.write("lost too\n")).not.toThrow();
});
