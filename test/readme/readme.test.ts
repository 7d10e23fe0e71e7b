import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../house/sources.ts";
import { createNewcomer, type Newcomer } from "./newcomer.ts";
import { commandsOf, matches, stepsOf } from "./transcript.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const minutes = 60_000;
let newcomer: Newcomer;
/** Where the sandbox shows the first picture that was delivered. */
let delivered: string | undefined;

beforeAll(async () => {
  newcomer = await createNewcomer();
}, minutes);

afterAll(async () => {
  await newcomer?.leave();
});

test("the README's two commands are npm start and npm test", () => {
  expect(commandsOf(readme).slice(0, 2)).toEqual(["npm start", "npm test"]);
});

test("npm start runs on an empty machine and says what to try", { timeout: 5 * minutes }, async () => {
  const output = await newcomer.start("npm start", /Ctrl-C/);
  expect(output).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
});

test("every command of the README prints what the README shows", { timeout: 5 * minutes }, async () => {
  const steps = stepsOf(readme);
  expect(steps.length).toBeGreaterThan(8);
  for (const { command, expected } of steps) {
    const { output } = await newcomer.type(command);
    delivered ??= /http:\S+\/klaviyo\/cdn\/\S+/.exec(output)?.[0];
    expect(matches(output, expected), `$ ${command}\n${output}\n--- the README shows:\n${expected}`).toBe(
      true,
    );
  }
});

test("what the platform holds is what the library holds, byte for byte", async () => {
  const response = await fetch(delivered ?? "");
  const sha256 = createHash("sha256")
    .update(await response.bytes())
    .digest("hex");
  const blob = join(newcomer.clone, ".gatefold/blobs", sha256.slice(0, 2), sha256.slice(2));
  expect(existsSync(blob), `${delivered} is no blob of the library`).toBe(true);
});

test(
  "Ctrl-C stops it cleanly, and the command line says that nothing runs",
  { timeout: minutes },
  async () => {
    expect((await newcomer.interrupt()).trim()).toBe("Stopping.");
    const { output, status } = await newcomer.type("./dev gatefold ls --as bea");
    expect(status).toBe(3);
    expect(output).toContain("./dev start");
  },
);
