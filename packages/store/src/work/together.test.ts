import { expect, it } from "vitest";
import { together } from "./together.ts";

const group = (item: string) => item.slice(0, 1);

it("writes what comes at once in one go, each account by itself, and in order", async () => {
  const written: (readonly string[])[] = [];
  const record = together(async (items) => void written.push(items), group);
  await Promise.all(["a1", "b1", "a2", "a3"].map(record));
  expect(written).toEqual([["a1", "a2", "a3"], ["b1"]]);
});

it("answers nobody before his own is written", async () => {
  const gate = Promise.withResolvers<void>();
  const ended: string[] = [];
  const record = together(() => gate.promise, group);
  const all = ["a1", "a2"].map((item) => record(item).then(() => ended.push(item)));
  await new Promise(setImmediate);
  expect(ended).toEqual([]);
  gate.resolve();
  await Promise.all(all);
  expect(ended).toEqual(["a1", "a2"]);
});

it("tells all of a write that failed, and goes on with the next", async () => {
  let isAway = true;
  const record = together(async () => {
    if (isAway) throw new Error("away");
  }, group);
  const failed = await Promise.allSettled(["a1", "a2"].map(record));
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isAway = false;
  await expect(record("a3")).resolves.toBeUndefined();
});
