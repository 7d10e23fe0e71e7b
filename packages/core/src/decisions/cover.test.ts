import fc from "fast-check";
import { expect, test } from "vitest";
import { cheapestCover, type Offer } from "./cover.ts";

const wanted = ["a", "b", "c"];

const offers = fc
  .array(
    fc.record({ covers: fc.subarray(wanted, { minLength: 1 }), extras: fc.subarray(["w", "x", "y", "z"]) }),
    { maxLength: 8 },
  )
  .map((list) => list.map((offer, at) => Object.assign({ id: `o${(at * 5) % 8}` }, offer)));

/** What a cover costs, such that the cheaper of two sorts first. */
function costOf(chosen: readonly Offer[]): string {
  const extras = new Set(chosen.flatMap((offer) => offer.extras)).size;
  return [extras, chosen.length, ...chosen.map(({ id }) => id).toSorted()].join();
}

/** By trying every set of them. */
function cheapestByTrial(list: readonly Offer[]): string | undefined {
  return Array.from({ length: 2 ** list.length }, (_, bits) => list.filter((_offer, at) => (bits >> at) & 1))
    .filter((chosen) => wanted.every((want) => chosen.some((offer) => offer.covers.includes(want))))
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
  expect(cheapestCover(wanted, [{ id: "o", covers: ["a", "b"], extras: [] }])).toBeUndefined();
  expect(cheapestCover([], [])).toEqual([]);
});

test("a search that is cut short still answers a cover of which nothing can be left out", () => {
  const many = Array.from({ length: 10 }, (_, at) => `w${at}`);
  const tangled = Array.from({ length: 300 }, (_, at) => ({
    id: `o${at}`,
    covers: [many[at % 10] as string, many[(at * 7) % 10] as string],
    extras: [`x${at % 60}`, `x${(at * 13) % 60}`, `x${(at * 29) % 60}`],
  }));
  const cover = cheapestCover(many, tangled) ?? [];
  const isCovered = (chosen: readonly Offer[]) =>
    many.every((want) => chosen.some(({ covers }) => covers.includes(want)));
  expect(isCovered(cover)).toBe(true);
  expect(cover.filter((spare) => isCovered(cover.filter((other) => other !== spare)))).toEqual([]);
});
