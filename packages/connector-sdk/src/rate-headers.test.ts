import { expect, it } from "vitest";

import { rateOf, retryAfterOf } from "./rate-headers.ts";

const now = Date.UTC(2026, 6, 1, 12);

it.each([
  ["5", 5000],
  ["0", 0],
  ["1.5", 1500],
  [" 7 ", 7000],
  ["Wed, 01 Jul 2026 12:00:30 GMT", 30_000],
  ["Wed, 01 Jul 2026 11:00:00 GMT", 0],
  ["86400", 86_400_000],
  ["99999999", 86_400_000],
  ["soon", undefined],
  ["-5", undefined],
  ["", undefined],
])("reads a Retry-After of %j as %s milliseconds", (value, wait) => {
  expect(retryAfterOf({ "retry-after": value }, now)).toBe(wait);
});

it("has no wait where there is no header", () => {
  expect(retryAfterOf({}, now)).toBeUndefined();
});

it.each<[Record<string, string>, ReturnType<typeof rateOf>]>([
  [
    { "ratelimit-limit": "150", "ratelimit-remaining": "149", "ratelimit-reset": "30" },
    { limit: 150, remaining: 149, resetsAt: now + 30_000 },
  ],
  [
    { "x-ratelimit-limit": "100", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1782910800" },
    { limit: 100, remaining: 0, resetsAt: 1_782_910_800_000 },
  ],
  [
    { "ratelimit-limit": "10, 10;w=1, 150;w=60", "ratelimit-remaining": "9", "ratelimit-reset": "1" },
    { limit: 10, remaining: 9, resetsAt: now + 1000 },
  ],
  [{ "ratelimit-remaining": "3" }, { limit: null, remaining: 3, resetsAt: null }],
  [{ "ratelimit-limit": "3" }, null],
  [{ "ratelimit-remaining": "many" }, null],
  [{}, null],
])("reads rate headers %j", (headers, rate) => {
  expect(rateOf(headers, now)).toEqual(rate);
});
