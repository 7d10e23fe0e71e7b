import { expect, it } from "vitest";
import { nameField, nameKey } from "./names.ts";

it.each(["\u200b", " \u2060 ", "\u3164", "\ufe0f\u{e0041}"])(
  "a name that shows nothing is none: %j",
  (name) => {
    expect(nameField.safeParse(name).success).toBe(false);
  },
);

it.each(["👩‍💻", "می‌خواهم", "Ōsaka", "☕️"])("what shows something is taken as it is: %s", (name) => {
  expect(nameField.parse(name)).toBe(name);
});

it("names that look alike are the same name", () => {
  expect(nameKey("Su\u200bmm\u2060er\ufeff")).toBe(nameKey("summer"));
  expect(nameKey("Le\u200dgal")).toBe(nameKey("Legal"));
  expect(nameKey("Legal 2")).not.toBe(nameKey("Legal"));
});
