import { inspect } from "node:util";

import { expect, it } from "vitest";

import { ConfigError, RejectedError } from "./index.ts";
import { createScrub, scrubbed } from "./secrecy.ts";

const SECRET = 'p@ss "word"/+';
const scrub = createScrub({ key: SECRET, nested: { keys: ["second-key", 7] }, short: "ab" });

it("takes every secret out of a text, raw, in a URL and in JSON", () => {
  expect(scrub(`a ${SECRET} b`)).toBe("a [secret] b");
  expect(scrub(`?k=${encodeURIComponent(SECRET)}`)).toBe("?k=[secret]");
  expect(scrub(JSON.stringify({ key: SECRET }))).toBe('{"key":"[secret]"}');
  expect(scrub("second-key")).toBe("[secret]");
});

it("leaves text alone that only looks like a short secret", () => {
  expect(scrub("absolutely")).toBe("absolutely");
});

it("takes the longer of two secrets whole where one begins the other", () => {
  expect(createScrub({ a: "key-1", b: "key-1-long" })("key-1-long")).toBe("[secret]");
});

it("cleans an error's message, stack and details, down its causes, and keeps its class", () => {
  const cause = new ConfigError(`inner ${SECRET}`);
  const error = new RejectedError(`no ${SECRET}`, { title: SECRET, deep: [{ at: SECRET }] }, { cause });
  const clean = scrubbed(error, scrub);
  expect(clean).toBeInstanceOf(RejectedError);
  expect(clean.message).toBe("no [secret]");
  expect(clean.details).toEqual({ title: "[secret]", deep: [{ at: "[secret]" }] });
  expect(inspect(clean, { depth: 9, showHidden: true })).not.toContain(SECRET);
});

it("drops a cause that is not ours, as nobody knows what it holds", () => {
  const error = new RejectedError("no", {}, { cause: new TypeError("<html>body</html>") });
  expect(scrubbed(error, scrub).cause).toBeUndefined();
});
