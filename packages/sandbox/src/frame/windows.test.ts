import { expect, test } from "vitest";
import { createWindows } from "./windows.ts";

const SECOND = { name: "burst", seconds: 1, limit: 2 };
const MINUTE = { name: "steady", seconds: 60, limit: 3 };

test("a window starts anew at multiples of its length, each on its own", () => {
  let now = 59_500;
  const windows = createWindows(() => now);
  windows.take("a", [SECOND, MINUTE]);
  expect(windows.take("a", [SECOND, MINUTE]).states).toMatchObject([
    { remaining: 0, reset: 1 },
    { remaining: 1, reset: 1 },
  ]);
  now = 60_000;
  expect(windows.look("a", [SECOND, MINUTE])).toMatchObject([
    { remaining: 2, reset: 1 },
    { remaining: 3, reset: 60 },
  ]);
});

test("of two full windows the one that ends last is named", () => {
  let now = 0;
  const windows = createWindows(() => now);
  const both = [SECOND, MINUTE];
  windows.take("a", both);
  now = 1000;
  windows.take("a", both);
  windows.take("a", both);
  expect(windows.take("a", both).full).toMatchObject({ window: MINUTE, reset: 59 });
  expect(windows.take("a", both.toReversed()).full).toMatchObject({ window: MINUTE, reset: 59 });
});

test("what is given back can be taken again, and never more than was taken", () => {
  const windows = createWindows(() => 0);
  windows.take("a", [SECOND]);
  windows.giveBack("a", [SECOND]);
  windows.giveBack("a", [SECOND]);
  expect(windows.look("a", [SECOND])).toMatchObject([{ remaining: 2 }]);
});
