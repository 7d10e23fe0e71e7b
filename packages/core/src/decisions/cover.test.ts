import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bits, count, either, isEmpty, without } from "../index/bits.ts";
import { cheapestCover, type Offer } from "./cover.ts";

/** More than fit in one word. */
const WORDS = 3;

function setOf(members: readonly number[]): Bits {
  const set = new Int32Array(WORDS);
  for (const member of members) set[member >>> 5] = (set[member >>> 5] as number) | (1 << (member & 31));
  return set;
}

const wants = [1, 31, 64];
const wanted = setOf(wants);
const nothing = setOf([]);

const offers = fc
  .array(
    fc.record({
      covers: fc.subarray(wants, { minLength: 1 }).map(setOf),
      extras: fc.subarray([2, 32, 63, 95]).map(setOf),
    }),
    { maxLength: 8 },
  )
  .map((list) => list.map((offer, at) => Object.assign({ id: `o${(at * 5) % 8}` }, offer)));

const isCovered = (open: Bits, chosen: readonly Offer[]) =>
  isEmpty(chosen.reduce((left, { covers }) => without(left, covers), open));

/** What a cover costs, such that the cheaper of two sorts first. */
function costOf(chosen: readonly Offer[]): string {
  const extras = count(chosen.reduce((sum, offer) => either(sum, offer.extras), nothing));
  return [extras, chosen.length, ...chosen.map(({ id }) => id).toSorted()].join();
}

/** By trying every set of them. */
function cheapestByTrial(list: readonly Offer[]): string | undefined {
  return Array.from({ length: 2 ** list.length }, (_, bits) => list.filter((_offer, at) => (bits >> at) & 1))
    .filter((chosen) => isCovered(wanted, chosen))
    .map(costOf)
    .toSorted()[0];
}

test("of all sets of offers that cover everything, the cheapest is found", () => {
  const wrong = fc.sample(offers, 1000).filter((list) => {
    const found = cheapestCover(wanted, list);
    return (found && costOf(found)) !== cheapestByTrial(list);
  });
  expect(wrong).toEqual([]);
});

test("what no offer covers has no cover", () => {
  expect(cheapestCover(wanted, [{ id: "o", covers: setOf([1, 31]), extras: nothing }])).toBeUndefined();
  expect(cheapestCover(nothing, [])).toEqual([]);
});

test("a search that is cut short still answers a cover of which nothing can be left out", () => {
  const all = setOf(Array.from({ length: 10 }, (_, at) => at));
  const tangled = Array.from({ length: 300 }, (_, at) => ({
    id: `o${at}`,
    covers: setOf([at % 10, (at * 7) % 10]),
    extras: setOf([at, at * 13, at * 29].map((extra) => 32 + (extra % 60))),
  }));
  const cover = cheapestCover(all, tangled) ?? [];
  expect(isCovered(all, cover)).toBe(true);
  expect(
    cover.filter((spare) =>
      isCovered(
        all,
        cover.filter((other) => other !== spare),
      ),
    ),
  ).toEqual([]);
});
