import { expect, test } from "vitest";
import { contest } from "./contest.ts";
import { stintOf } from "./stint.ts";
import { paces } from "../measuring/pace.ts";

test("all take part in all rounds, and who can't take part is named with the reason", async () => {
  const { results, absent } = await contest(["bare", "nobody"], "S", "quick");
  expect(results.map(({ member }) => [member.name, member.form])).toEqual([
    ["bare index", "handles"],
    ["bare index", "ids"],
  ]);
  for (const { times } of results) {
    expect(times).toHaveLength(paces.quick.rounds);
    expect(times.every((time) => time > 0)).toBe(true);
  }
  expect(absent).toEqual(['nobody could not take part: Error: No contender is called "nobody".']);
});

test("a stint goes through all queries alike, round and round", () => {
  const asked = new Map<number, number>();
  const run = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) asked.set(at, (asked.get(at) ?? 0) + 1);
    return 0;
  };
  const stint = stintOf({ run }, 5, { rounds: 1, stint: 2, warmUp: 10 });
  expect(stint()).toBeGreaterThan(0);
  expect(new Set(asked.keys())).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(Math.max(...asked.values()) - Math.min(...asked.values())).toBeLessThanOrEqual(1);
});
