import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { root } from "../house/sources.ts";
import { matches, type Step, stepsOf } from "../readme/transcript.ts";

const stepsIn = (name: string) => stepsOf(readFileSync(join(root, "examples", name, "README.md"), "utf8"));
const ended: (() => void)[] = [];
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "gatefold-examples-"));
});
afterEach(() => {
  for (const end of ended.splice(0)) end();
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Types the steps as a reader would; answers what comes out otherwise than the page shows. */
async function astray(steps: readonly Step[], prepared = (text: string) => text): Promise<string[]> {
  const PATH = `${process.env["PATH"]}:${join(import.meta.dirname, "stand-ins")}`;
  const wrong: string[] = [];
  for (const { command, expected } of steps) {
    const words = ["-c", `exec 2>&1\n${prepared(command)}`];
    const env = { ...process.env, PATH, HOME: home, INIT_CWD: root };
    const output = await promisify(execFile)("bash", words, { cwd: root, env }).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    );
    if (!matches(output, expected)) wrong.push(`$ ${command}\n${output}\n--- shown:\n${expected}`);
  }
  return wrong;
}

/** Starts the server of a step on a free port, and answers the line by which it says where. */
async function started({ command }: Step): Promise<string> {
  const [, file = ""] = /node (\S+\.ts)/.exec(command) ?? [];
  const server = spawn(process.execPath, [file, "0"], { cwd: root });
  ended.push(() => server.kill());
  for await (const line of createInterface(server.stdout)) return line;
  throw new Error(`${file} said nothing`);
}

test.each(["policy-in-git", "who-gains"])("every command of %s prints what its page shows", async (name) => {
  const steps = stepsIn(name);
  expect(steps).not.toEqual([]);
  expect(await astray(steps)).toEqual([]);
});

test("the newspaper does what its page shows", async () => {
  const [start, ...steps] = stepsIn("express-app");
  if (!start) throw new Error("The page starts no server.");
  const address = /http:\S+/;
  const shown = address.exec(start.expected)?.[0] ?? "";
  const line = await started(start);
  expect(line.replace(address, shown)).toBe(start.expected);
  expect(steps.length).toBeGreaterThan(4);
  expect(await astray(steps, (text) => text.replaceAll(shown, address.exec(line)?.[0] ?? ""))).toEqual([]);
});
