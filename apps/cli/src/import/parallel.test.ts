import { expect, test } from "vitest";
import { inParallel } from "./parallel.ts";

async function* numbers(count: number, taken: number[]): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    taken.push(number);
    yield number;
  }
}

test("no more are worked on at once than there are hands, and none is taken before there is one", async () => {
  const taken: number[] = [];
  let working = 0;
  let most = 0;
  const done: number[] = [];
  await inParallel(numbers(50, taken), 4, async (number) => {
    working += 1;
    most = Math.max(most, working);
    expect(taken.length - done.length).toBeLessThanOrEqual(5);
    await new Promise((resolve) => setImmediate(resolve));
    working -= 1;
    done.push(number);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, number) => number));
  expect(most).toBe(4);
});

test("a throw ends it", async () => {
  const taken: number[] = [];
  const work = inParallel(numbers(1000, taken), 2, (number) =>
    number === 3 ? Promise.reject(new Error("enough")) : Promise.resolve(),
  );
  await expect(work).rejects.toThrow("enough");
  expect(taken.length).toBeLessThan(1000);
});
