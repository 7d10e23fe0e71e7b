import { diffOf } from "@gatefold/core";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import {
  type ChangedWorld,
  disagreement,
  everythingAbout,
  worldsEdited,
  worldsExchanged,
  worldsWithEvents,
} from "./changed-worlds.ts";
import { diffMutants } from "./diff-mutants.ts";
import { rareWorlds } from "./rare-worlds.ts";
import { createMutatedCore } from "./mutated-core.ts";

/**
 * The property of diffs put to the test: a diff with one mistake in it must be found out. The worlds are always the same,
 * so that a mutant is caught always or never. Those that few others stand in for (`telling`, by their place in the
 * sample) are tried first; all the others are there for the day that they no longer tell.
 */
const mutated = createMutatedCore("diff");
const sampled = (worlds: fc.Arbitrary<ChangedWorld>, numRuns: number, telling: readonly number[]) =>
  fc
    .sample(worlds, { seed: 1, numRuns })
    .map((world, index) => ({ world, isTelling: telling.includes(index) }));
const samples = [
  ...rareWorlds.map((world) => ({ world, isTelling: true })),
  ...sampled(worldsExchanged, 50, [0, 1]),
  ...sampled(worldsWithEvents(), 400, [5, 7, 13, 37, 44, 47, 119, 275]),
  ...sampled(worldsWithEvents("folder.moved", "asset.moved"), 600, [88, 108, 361]),
  ...sampled(worldsWithEvents("collection.assets-set", "collection.created", "folder.moved"), 400, [27, 217]),
  ...sampled(worldsWithEvents("connection.created", "connection.changed", "connection.removed"), 400, [15]),
  ...sampled(
    worldsWithEvents("permissions.defined", "asset.expiry-set", "folder.workspace-set"),
    400,
    [5, 27, 38, 248],
  ),
  ...sampled(worldsWithEvents("group.member-added", "group.member-removed"), 200, [12]),
  ...sampled(worldsEdited, 200, [27, 191]),
].toSorted((one, other) => Number(other.isTelling) - Number(one.isTelling));

/** The truth of each world that was tried. */
const truths = new Map<ChangedWorld, ReturnType<typeof everythingAbout>>();
function truthOf(world: ChangedWorld) {
  const known = truths.get(world) ?? everythingAbout(world);
  truths.set(world, known);
  return known;
}

afterAll(() => mutated.remove());

const isFoundOut = (diffing: typeof diffOf) =>
  samples.some(({ world }) => disagreement(diffing, world, truthOf(world)) !== null);

test.each(diffMutants)("caught: $name", async (mutant) => {
  const engine = await mutated.load<{ diffOf: typeof diffOf }>(mutant, ["diff/diff.ts"]);
  expect(isFoundOut(engine.diffOf)).toBe(true);
});

test("diff as it is differs in none of the worlds that were tried", () => {
  const tried = [...truths];
  expect(tried.length).toBeGreaterThan(10);
  expect(tried.filter(([world, known]) => disagreement(diffOf, world, known) !== null)).toEqual([]);
});
