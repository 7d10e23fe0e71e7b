import { expect, it } from "vitest";
import { z } from "zod";
import { parsed } from "./validation.ts";

const anything = z.record(z.string(), z.unknown());
const nested = (depth: number): unknown => (depth === 0 ? "x" : { inner: nested(depth - 1) });

it.each([
  ["a prototype", JSON.parse('{"settings":{"__proto__":{"admin":true}}}')],
  ["a constructor", { constructor: 1 }],
  ["half a character", { name: "a\uD800" }],
  ["half a character in a key", { "a\uD800": 1 }],
  ["NUL", { names: ["a\0"] }],
  ["values too deep", nested(33)],
])("refuses %s where the schema would take it", (_what, value) => {
  expect(() => parsed(anything, value, "body")).toThrow(expect.objectContaining({ code: "INVALID_REQUEST" }));
});

it("takes what is sound as it is", () => {
  const value = { name: "Zoë 😀\n", list: [1, null, { deep: true }] };
  expect(parsed(anything, value, "body")).toEqual(value);
  expect(parsed(anything, nested(32), "body")).toEqual(nested(32));
});

it("says where each thing is wrong, without what was sent", () => {
  const schema = z.strictObject({ name: z.string(), sizes: z.array(z.number()) });
  const wrong = { name: 7, sizes: [1, "secret"], more: 1 };
  expect(() => parsed(schema, wrong, "body")).toThrow(
    expect.objectContaining({
      details: {
        errors: [
          { path: "body.name", message: expect.stringContaining("expected string") },
          { path: "body.sizes.1", message: expect.not.stringContaining("secret") },
          { path: "body", message: expect.stringContaining("more") },
        ],
      },
    }),
  );
});
