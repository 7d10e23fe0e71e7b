import { diffOf } from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  disagreement,
  everythingAbout,
  worldsEdited,
  worldsExchanged,
  worldsWithEvents,
} from "./changed-worlds.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;
const RUNS = 1000;

test.each([
  ["random events", worldsWithEvents(), RUNS],
  ["random moves", worldsWithEvents("folder.moved", "asset.moved"), RUNS / 2],
  ["one document is edited", worldsEdited, RUNS / 2],
  ["another document takes its place", worldsExchanged, RUNS / 5],
] as const)(
  "a diff says just what deciding everything says, before and after %s",
  (_what, worlds, numRuns) => {
    const seen = { gains: 0, loses: 0, same: 0 };
    const holds = fc.property(worlds, (world) => {
      const known = everythingAbout(world);
      for (const { effect } of known) seen[effect ?? "same"] += 1;
      expect(disagreement(diffOf, world, known)).toBeNull();
    });
    fc.assert(holds, { seed, numRuns });
    console.log(`diff: seed ${seed}`, seen);
    // Where hardly anything changes, the test would prove nothing.
    expect(Math.min(seen.gains, seen.loses)).toBeGreaterThan(numRuns);
  },
);
