import type { Millis } from "@gatefold/core";
import { expect, it } from "vitest";
import { createKeyUses } from "./key-uses.ts";

it("every key is noted with its own time, and a flush that failed keeps it for the next", async () => {
  let now = 0;
  let isAway = true;
  const written: (readonly (readonly [string, Millis])[])[] = [];
  const uses = createKeyUses(
    {
      find: async () => undefined,
      lastUses: async () => new Map(),
      async used(batch) {
        if (isAway) throw new Error("away");
        written.push([...batch]);
      },
    },
    () => now,
  );
  const use = (key: string, at: Millis) => {
    now = at;
    uses.note(key);
  };
  use("a", 1);
  use("b", 2);
  await expect(uses.flush()).rejects.toThrow("away");
  use("b", 3);
  use("c", 4);
  isAway = false;
  await uses.flush();
  expect(written).toEqual([Object.entries({ a: 1, b: 3, c: 4 })]);
  await uses.flush();
  expect(written).toHaveLength(1);
});
