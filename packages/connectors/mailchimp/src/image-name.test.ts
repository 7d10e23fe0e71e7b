import { expect, it } from "vitest";

import { bears, folderNameOf, imageNameOf, isSameName } from "./image-name.ts";

const MARKER = "gf-k3wq7d2mzr5tbx4a";

it.each([
  ["summer/Héro img (1).PNG", "image/png", `Hero-img-1-${MARKER}.png`],
  ["hero.jpeg", "image/jpeg", `hero-${MARKER}.jpg`],
  ["v1.2 final", "image/gif", `v1-2-final-${MARKER}.gif`],
  ["夏/日本.png", "image/png", `${MARKER}.png`],
  [`${"a".repeat(300)}.png`, "image/png", `${"a".repeat(60)}-${MARKER}.png`],
])("names the file of %s in plain letters, the marker whole", (path, mime, name) => {
  expect(imageNameOf(path, mime, MARKER)).toBe(name);
});

it.each([
  ["hero.png", undefined],
  ["summer/hero.png", "summer"],
  ["Été 夏/ mails \u202e\n x/hero.png", "Été 夏 / mails x"],
  [`${"a".repeat(60)}/${"b".repeat(60)}/c/hero.png`, `${"b".repeat(60)} / c`],
  [`${"👩‍👩‍👧".repeat(9)}/hero.png`, "👩‍👩‍👧".repeat(5)],
])("names the folder of %s after those above it, the last ones where it gets long", (path, name) => {
  expect(folderNameOf(path)).toBe(name);
});

it("knows a folder whatever became of its signs, and takes no other for it", () => {
  for (const theirs of ["summer / mails", "Summer-Mails", "summer___mails"])
    expect(isSameName(theirs, "summer / mails")).toBe(true);
  expect(isSameName("summer / mail", "summer / mails")).toBe(false);
  expect(isSameName("🏖️", "🏖️")).toBe(true);
  expect(isSameName("⛱", "🏖️")).toBe(false);
});

it("knows a marker whatever became of its signs", () => {
  for (const name of [`hero-${MARKER}.png`, `HERO_GF_K3WQ7D2MZR5TBX4A_1.png`, "gf k3wq7d2mzr5tbx4a"])
    expect(bears(name, MARKER)).toBe(true);
  expect(bears("hero-gf-k3wq7d2mzr5tbx4b.png", MARKER)).toBe(false);
});
