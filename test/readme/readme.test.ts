import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../house/sources.ts";
import { createNewcomer, type Newcomer } from "./newcomer.ts";
import { commandsOf, matches, stepsOf } from "./transcript.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const minutes = 60_000;
let newcomer: Newcomer;

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
    expect(matches(output, expected), `$ ${command}\n${output}\n--- the README shows:\n${expected}`).toBe(
      true,
    );
  }
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
