import { expect, test } from "vitest";
import { mutants } from "./mutants.ts";
import type { StoreKind } from "./points.ts";
import { missed, tableOf } from "./report.ts";
import { runTrial } from "./trial.ts";

/** `./dev crash` does it longer, and with any seed. */
const KILLS = 100;
const SEEDS: Readonly<Record<StoreKind, number>> = { sqlite: 1, postgres: 2 };

test.each(["sqlite", "postgres"] as const)(
  `kill -9, ${KILLS} times at any point, on %s: nothing acknowledged is lost, nothing is delivered twice, the journal verifies`,
  async (store) => {
    const seed = SEEDS[store];
    const outcome = await runTrial({ store, seed, kills: KILLS });
    console.log(tableOf(store, seed, outcome));
    expect(outcome.wrong).toEqual([]);
    expect(missed(store, outcome)).toEqual([]);
    expect([...outcome.kills.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThanOrEqual(KILLS);
  },
  300_000,
);

test.each(mutants)(
  "It is found out where $what",
  async ({ change, plan }) => {
    const { wrong } = await runTrial({ store: "sqlite", seed: 1, kills: plan.length, change, plan });
    expect(wrong).not.toEqual([]);
  },
  60_000,
);
