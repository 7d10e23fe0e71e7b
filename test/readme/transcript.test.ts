import { expect, test } from "vitest";
import { commandsOf, matches, stepsOf } from "./transcript.ts";

const document = [
  "# Title",
  "```sh",
  "npm start   # runs it",
  "npm test",
  "```",
  "text",
  "```console",
  "$ one --two",
  "first",
  "",
  "second",
  "$ three",
  "```",
  "",
].join("\n");

test("console blocks become commands with the output below each", () => {
  expect(stepsOf(document)).toEqual([
    { command: "one --two", expected: "first\n\nsecond" },
    { command: "three", expected: "" },
  ]);
});

test("sh blocks become commands without their remarks", () => {
  expect(commandsOf(document)).toEqual(["npm start", "npm test"]);
});

test("an ellipsis stands for anything in its line, alone for any lines, and nothing else is forgiven", () => {
  expect(matches("id d_123 (ok)\n", "id … (ok)")).toBe(true);
  expect(matches("id d_1\n23 (ok)", "id … (ok)")).toBe(false);
  expect(matches("a\nb\nc\nd", "a\n…\nd")).toBe(true);
  expect(matches("a\nx", "a")).toBe(false);
  expect(matches("a.c", "abc")).toBe(false);
});
