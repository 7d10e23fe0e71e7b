import { expect, test } from "vitest";
import { didYouMean, nearest } from "./near.ts";

test("a slip is mended, whatever the letters' case", () => {
  expect(nearest("auroar", ["Aurora", "Bergström"])).toBe("Aurora");
  expect(nearest("BERGSTROM", ["Aurora", "Bergström"])).toBe("Bergström");
  expect(nearest("bae", ["ada", "bea", "ivo"])).toBe("bea");
  expect(didYouMean("publsher", ["Publisher"])).toEqual(['Did you mean "Publisher"?']);
});

test("what is far off is not guessed at", () => {
  expect(nearest("legal", ["Summer", "Winter"])).toBeUndefined();
  expect(nearest("ab", ["ad"])).toBeUndefined();
  expect(nearest("eve", ["ada", "ivo", "max"])).toBeUndefined();
  expect(didYouMean("ada", [])).toEqual([]);
});
