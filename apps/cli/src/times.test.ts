import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseMoment, parsePastMoment } from "./moments.ts";
import { parseSpan } from "./spans.ts";
import { sayInstant, sayTime } from "./times.ts";

beforeEach(() => void vi.stubEnv("TZ", "Europe/Berlin"));
afterEach(() => void vi.unstubAllEnvs());

// A Saturday, 19:30 in Berlin.
const now = Date.parse("2026-11-21T18:30:00Z");

test.each([
  ["tonight", "2026-11-21T23:00:00Z"],
  ["14d", "2026-12-05T18:30:00Z"],
  ["90m", "2026-11-21T20:00:00Z"],
  ["tomorrow", "2026-11-22T23:00:00Z"],
  ["tomorrow 9am", "2026-11-22T08:00:00Z"],
  ["Friday 17:00", "2026-11-27T16:00:00Z"],
  ["2026-12-24", "2026-12-24T23:00:00Z"],
  ["2026-12-24 18:00", "2026-12-24T17:00:00Z"],
  ["2026-12-24T18:00:00Z", "2026-12-24T18:00:00Z"],
  ["in 3 hours", "2026-11-21T21:30:00Z"],
])("%s is %s", (text, expected) => {
  expect(new Date(parseMoment(text, now)).toISOString()).toBe(new Date(expected).toISOString());
});

test("tonight is the coming local midnight where the clock is turned back in between", () => {
  const evening = Date.parse("2026-10-24T20:00:00Z");
  expect(new Date(parseMoment("tonight", evening)).toISOString()).toBe("2026-10-24T22:00:00.000Z");
  const day = Date.parse("2026-10-25T08:00:00Z");
  expect(new Date(parseMoment("tonight", day)).toISOString()).toBe("2026-10-25T23:00:00.000Z");
});

test.each(["", "soon", "until friday noon or so", "friday, or monday", "2026-13-45", "-3d", "10x", "0s"])(
  "%j is refused with an example",
  (text) => {
    expect(() => parseMoment(text, now)).toThrow(/no time|past/);
  },
);

test("a time that has passed is refused, and said", () => {
  expect(() => parseMoment("2026-11-20 10:00", now)).toThrow("in the past: 2026-11-20 10:00 +01:00");
});

test.each([
  ["now", "2026-11-21T18:30:00Z"],
  ["today", "2026-11-21T18:30:00Z"],
  ["14d", "2026-11-07T18:30:00Z"],
  ["yesterday", "2026-11-20T22:59:59.999Z"],
  ["3 March", "2026-03-03T22:59:59.999Z"],
  ["24 December", "2025-12-24T22:59:59.999Z"],
  ["3 March 2026 14:00", "2026-03-03T13:00:00Z"],
  ["2026-11-21", "2026-11-21T18:30:00Z"],
  ["2 hours ago", "2026-11-21T16:30:00Z"],
])("%s is %s where it lies behind", (text, expected) => {
  expect(new Date(parsePastMoment(text, now)).toISOString()).toBe(new Date(expected).toISOString());
});

test("what is no time of the past is refused, with an example", () => {
  expect(() => parsePastMoment("2026-12-24", now)).toThrow("still to come: 2026-12-24 23:59:59 +01:00");
  expect(() => parsePastMoment("when she joined", now)).toThrow("is no time");
  expect(() => parsePastMoment("monday to friday", now)).toThrow("is no time");
});

test("spans are numbers with a unit", () => {
  expect(parseSpan("10s")).toBe(10_000);
  expect(parseSpan("2 w")).toBe(1_209_600_000);
  expect(() => parseSpan("10")).toThrow('"10" is no span of time.');
  expect(() => parseSpan("friday")).toThrow("no span");
});

test("a time is said in local time, with its zone", () => {
  expect(sayTime(now)).toBe("2026-11-21 19:30 +01:00");
  expect(sayTime(now + 5_000)).toBe("2026-11-21 19:30:05 +01:00");
  expect(sayInstant(now)).toBe("2026-11-21 19:30:00 +01:00");
});
