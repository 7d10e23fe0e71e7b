import { expect, it } from "vitest";
import type { FetchLink } from "../../src/index.ts";
import { onFresh, type OpenHarness } from "./harness.ts";

const link: FetchLink = {
  hash: "ab".repeat(32),
  account: "a",
  delivery: "d",
  version: "v",
  expires: 1000,
  left: 2,
};

export function fetchLinksSuite(open: OpenHarness): void {
  it(
    "gives a link out as often as it was made for, however many ask at once",
    onFresh(open, async ({ store, another }) => {
      await store.links.add(link, 0);
      const other = await another();
      const asked = [store, other, store, other];
      const taken = await Promise.all(asked.map(({ links }) => links.take(link.hash, 999)));
      expect(taken.filter((one) => one !== undefined).toSorted((a, b) => b.left - a.left)).toEqual([
        { ...link, left: 1 },
        { ...link, left: 0 },
      ]);
    }),
  );

  it(
    "gives nothing from the moment a link ends, nor for a hash it does not know",
    onFresh(open, async ({ store }) => {
      await store.links.add(link, 0);
      expect(await store.links.take(link.hash, 1000)).toBeUndefined();
      expect(await store.links.take("cd".repeat(32), 0)).toBeUndefined();
    }),
  );

  it(
    "forgets ended links when a new one is made",
    onFresh(open, async ({ store, sql }) => {
      await store.links.add(link, 0);
      await store.links.add({ ...link, hash: "cd".repeat(32), expires: 2000 }, 1000);
      expect(await sql('select hash from "fetchLinks"')).toEqual([{ hash: "cd".repeat(32) }]);
    }),
  );
}
