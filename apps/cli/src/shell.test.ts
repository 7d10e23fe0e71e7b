import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { copyable } from "./shell.ts";

test("plain words and paths stay as they are, also with letters beyond ASCII", () => {
  expect(copyable(["grant", "bea", "--on", "Bergström/Summer/lake.jpg"])).toBe(
    "grant bea --on Bergström/Summer/lake.jpg",
  );
});

test.each([
  "Café Noël ☕",
  "it's",
  'a "quoted" word',
  "$HOME `id` \\ !",
  "two\nlines",
  "",
  "*",
  "~",
  "a;b",
  "--reason",
])("a shell reads %j back as it was", (word) => {
  const script = `for word in ${copyable([word])}; do printf '%s|' "$word"; done`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(`${word}|`);
});
