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
 * so that a mutant is caught always or never.
 */
const mutated = createMutatedCore("diff");
const sampled = (worlds: fc.Arbitrary<ChangedWorld>, numRuns: number) =>
  fc.sample(worlds, { seed: 1, numRuns }).map((world) => ({ world, known: everythingAbout(world) }));
const samples = [
  ...sampled(worldsWithEvents(), 400),
  ...sampled(worldsWithEvents("folder.moved", "asset.moved"), 600),
  ...sampled(worldsWithEvents("collection.assets-set", "collection.created", "folder.moved"), 400),
  ...sampled(worldsWithEvents("connection.created", "connection.changed", "connection.removed"), 400),
  ...sampled(worldsWithEvents("permissions.defined", "asset.expiry-set", "folder.workspace-set"), 400),
  ...sampled(worldsWithEvents("group.member-added", "group.member-removed"), 200),
  ...rareWorlds.map((world) => ({ world, known: everythingAbout(world) })),
  ...sampled(worldsEdited, 200),
  ...sampled(worldsExchanged, 50),
];

afterAll(() => mutated.remove());

const isFoundOut = (diffing: typeof diffOf) =>
  samples.some(({ world, known }) => disagreement(diffing, world, known) !== null);

test.each(diffMutants)("caught: $name", async (mutant) => {
  const engine = await mutated.load<{ diffOf: typeof diffOf }>(mutant, ["diff/diff.ts"]);
  expect(isFoundOut(engine.diffOf)).toBe(true);
});

test("diff as it is differs nowhere", () => {
  expect(isFoundOut(diffOf)).toBe(false);
});
