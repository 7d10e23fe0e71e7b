import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { World } from "../../../apps/gateway/test/world.ts";
import { sequences } from "./rolls.ts";
import { createOrderlyWorld, run } from "./run.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;
const SEQUENCES = 70;

let world: World;
beforeAll(async () => {
  world = await createOrderlyWorld();
});
afterAll(() => world.end());

test("every right that anyone ends with was given by somebody who held it there, and for as long", async () => {
  console.log(`calls: seed ${seed}`);
  const sum = { accepted: 0, refused: 0, giving: 0 };
  let failing = "";
  const holds = fc.asyncProperty(sequences, async (rolls) => {
    const { told, wrong, accepted, refused, giving } = await run(world, rolls);
    sum.accepted += accepted;
    sum.refused += refused;
    sum.giving += giving;
    if (wrong !== null) failing = [...told, `wrong: ${wrong}`].join("\n");
    return wrong === null;
  });
  const { failed } = await fc.check(holds, { seed, numRuns: SEQUENCES });
  console.log(`calls: ${JSON.stringify(sum)}`);
  expect(failed ? failing : "").toBe("");
  // Where hardly anything is let through, or all of it is, the test would prove nothing.
  const all = sum.accepted + sum.refused;
  expect(sum.accepted / all).toBeGreaterThan(0.15);
  expect(sum.refused / all).toBeGreaterThan(0.3);
  expect(sum.giving).toBeGreaterThan(SEQUENCES);
});
