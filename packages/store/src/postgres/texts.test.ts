import fc from "fast-check";
import { expect, test } from "vitest";
import { readText, writtenText } from "./texts.ts";

const pieces = fc.constantFrom("\0", "\uFDD0", "0", "a", "é", "\u{1F5BC}");
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));

test("Every text comes back as it was, and none is written with what PostgreSQL can't hold", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(writtenText(text)).not.toContain("\0");
      expect(readText(writtenText(text))).toBe(text);
    }),
  );
});

test("Different texts are written differently", () => {
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      expect(writtenText(one) === writtenText(other)).toBe(one === other);
    }),
  );
});
