import { describe, expect, test } from "vitest";
import { countText, memoryText, ratioText, timeText } from "./figures.ts";
import { pageOf } from "./page.ts";
import { isMet, type Report, type Target } from "./report.ts";
import { printed } from "./table.ts";

const target: Target = { what: "a check", measured: 1.4, bound: "at most", limit: 1.5, unit: "x" };
const report: Report = {
  title: "decide S",
  columns: ["contender", "a check"],
  rows: [
    ["ours", timeText(34.21)],
    ["the other one", timeText(12_345)],
  ],
  targets: [target, { ...target, what: "another", measured: 1.6 }],
  notes: ["somebody was not timed"],
  figures: [],
};

test("figures are said with three digits, in the unit that suits them", () => {
  expect([34.21, 1_234, 12_345_678, 2e9].map(timeText)).toEqual(["34.2 ns", "1.23 µs", "12.3 ms", "2 s"]);
  expect([memoryText(60 * 2 ** 20), ratioText(0.0123), countText(1_000_000)]).toEqual([
    "60 MB",
    "0.012x",
    "1,000,000",
  ]);
});

test("a target is met on its own side of the limit, the limit included", () => {
  expect([1.4, 1.5, 1.6].map((measured) => isMet({ ...target, measured }))).toEqual([true, true, false]);
  const least: Target = { ...target, bound: "at least" };
  expect([1.4, 1.5, 1.6].map((measured) => isMet({ ...least, measured }))).toEqual([false, true, true]);
});

test("what is printed stands in columns, with what was missed in capitals", () => {
  expect(printed(report)).toBe(`decide S

  contender      a check
  ours           34.2 ns
  the other one  12.3 µs

  a check  1.40x  at most 1.5x  met
  another  1.60x  at most 1.5x  NOT MET

  somebody was not timed
`);
});

describe("the page", () => {
  const machine = {
    node: "v24.0.0",
    system: "linux x64",
    processor: "x",
    cores: 2,
    memory: 2 ** 34,
    load: 0.1,
  };
  const page = pageOf([
    { bench: "decide", quick: true, at: "2026-03-03T10:00:00.000Z", machine, reports: [report] },
  ]);

  test("says where and when it was measured, and that it was a short run", () => {
    expect(page).toContain(
      "Measured on 2026-03-03, in a short run, on a machine with 2 cores and 16 GB (linux x64, Node.js v24.0.0), under a load of 0.1.",
    );
  });

  test("has the rows and the targets as tables", () => {
    expect(page).toContain("| the other one | 12.3 µs |");
    expect(page).toContain("| another | 1.60x    | at most 1.5x | NOT MET |");
  });
});
