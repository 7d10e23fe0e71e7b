import { expect, it } from "vitest";

import { fileNameOf, imageNameOf } from "./image-name.ts";

const MARKER = "gf-k3wq7d2mzr5tbx4a";
const bytesOf = (text: string) => Buffer.byteLength(text);

it.each([
  ["summer/hero.png", `summer/hero [${MARKER}]`],
  ["hero.final.JPEG", `hero.final [${MARKER}]`],
  ["a/.png", `a/.png [${MARKER}]`],
  ["v1.0/hero", `v1.0/hero [${MARKER}]`],
  ["été/Cafe\u0301.png", `été/Café [${MARKER}]`],
  ["🏖️/été.gif", `🏖️/été [${MARKER}]`],
  ["a\u0000b\r\nc\u202Egnp.png", `a b c gnp [${MARKER}]`],
  ["\uD800broken.png", `\uFFFDbroken [${MARKER}]`],
  ["", `[${MARKER}]`],
])("names %j as %j", (path, name) => {
  expect(imageNameOf(path, MARKER)).toBe(name);
});

it("keeps the end of a long path and all of the marker, within 200 bytes", () => {
  const name = imageNameOf(`${"folder/".repeat(60)}hero.png`, MARKER);
  expect(name).toMatch(/^….*\/folder\/hero \[gf-k3wq7d2mzr5tbx4a\]$/);
  expect(bytesOf(name)).toBeGreaterThan(190);
  expect(bytesOf(name)).toBeLessThanOrEqual(200);
});

it("never cuts an emoji of several parts, nor a letter from its accent", () => {
  const family = "👨‍👩‍👧‍👦";
  const name = imageNameOf(family.repeat(40), MARKER);
  expect(bytesOf(name)).toBeLessThanOrEqual(200);
  expect(name).toMatch(new RegExp(`^…(${family})+ \\[${MARKER}\\]$`, "u"));
});

it.each([
  ["image/jpeg", `${MARKER}.jpg`],
  ["image/png", `${MARKER}.png`],
  ["image/gif", `${MARKER}.gif`],
])("names a file of %s %s", (mime, name) => {
  expect(fileNameOf(mime, MARKER)).toBe(name);
});
