import { expect, test } from "vitest";
import type { Look } from "../../src/index.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const MINUTE = 60_000;

function look(user: string, minute: number, count: number, parts: Partial<Look> = {}): Look {
  const same = { account: "acme", permission: "asset.view", place: "logo", code: "ROLE" };
  return { ...same, user, minute: minute * MINUTE, count, ...parts };
}

export function looksSuite(open: OpenHarness): void {
  test(
    "Looks add up, whoever counted them, and are found by person, place, code and time, page by page",
    onFresh(open, async ({ store, another }) => {
      const second = await another();
      await store.looks.add([]);
      await Promise.all([
        store.looks.add([look("ada", 1, 2), look("bea", 1, 1)]),
        second.looks.add([look("ada", 1, 3), look("ada", 2, 1, { place: "hero", code: "NO_GRANT" })]),
        store.looks.add([look("ada", 1, 9, { account: "other" })]),
      ]);
      const all = [
        look("ada", 2, 1, { place: "hero", code: "NO_GRANT" }),
        look("bea", 1, 1),
        look("ada", 1, 5),
      ];
      const { looks } = second;
      expect(await looks.list("acme", { limit: 9 })).toEqual(all);
      expect(await looks.list("acme", { limit: 1, after: all[1] })).toEqual([all[2]]);
      expect(await looks.list("acme", { limit: 9, user: "ada", from: MINUTE, until: 2 * MINUTE })).toEqual([
        all[2],
      ]);
      expect(await looks.list("acme", { limit: 9, place: "hero", code: "NO_GRANT" })).toEqual([all[0]]);
    }),
  );
}
