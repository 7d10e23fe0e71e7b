import { expect, test } from "vitest";
import { rowsOf, sayBytes, widthOf } from "./table.ts";

test("columns stand below each other, whatever their letters take", () => {
  expect(
    rowsOf([
      ["a", "x", "end"],
      ["Café ☕", "yy", ""],
      ["漢字", "z"],
    ]),
  ).toEqual(["a        x   end", "Café ☕  yy", "漢字     z"]);
});

test("a letter with its accent apart counts once, colours not at all", () => {
  expect(widthOf("e\u0301")).toBe(1);
  expect(widthOf("\u001b[31mred\u001b[39m")).toBe(3);
  expect(widthOf("☕")).toBe(2);
});

test.each([
  [812, "812 B"],
  [60_246, "60 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [2_460_000, "2.5 MB"],
])("%d bytes are %s", (bytes, said) => {
  expect(sayBytes(bytes)).toBe(said);
});
