import { expect, test } from "vitest";
import { createClock } from "./clock.ts";

test("a clock runs with its base, ahead of it, or stands still", () => {
  let base = 1000;
  const clock = createClock(() => base);
  expect(clock.state()).toEqual({ now: 1000, mode: "real" });
  clock.advance(500);
  base += 10;
  expect(clock.state()).toEqual({ now: 1510, mode: "offset" });
  clock.freeze();
  base += 10;
  expect(clock.state()).toEqual({ now: 1510, mode: "frozen" });
  clock.set(2000);
  base += 10;
  expect(clock.now()).toBe(2000);
  clock.thaw();
  base += 10;
  expect(clock.state()).toEqual({ now: 2010, mode: "offset" });
  clock.real();
  expect(clock.state()).toEqual({ now: 1040, mode: "real" });
});
