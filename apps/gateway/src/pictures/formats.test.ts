import { expect, it } from "vitest";
import { fittedName } from "./formats.ts";

it.each([
  ["hero.png", "image/png", "hero.png"],
  ["hero.PNG", "image/png", "hero.PNG"],
  ["hero.jpeg", "image/jpeg", "hero.jpeg"],
  ["hero.png", "image/jpeg", "hero.jpg"],
  ["hero", "image/webp", "hero.webp"],
  ["v1.2 final", "image/gif", "v1.2 final.gif"],
  ["hero.exe", "image/png", "hero.exe.png"],
  [".png", "image/png", ".png.png"],
] as const)("the name %s of a %s becomes %s", (name, mime, fitted) => {
  expect(fittedName(name, { mime })).toBe(fitted);
});
