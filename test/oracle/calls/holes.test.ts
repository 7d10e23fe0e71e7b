import type * as Core from "@gatefold/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { World } from "../../../apps/gateway/test/world.ts";
import { createMutatedCore } from "../mutated-core.ts";
import { holes } from "./authority-mutants.ts";
import { sequences } from "./rolls.ts";
import { createOrderlyWorld, run } from "./run.ts";

/**
 * The property of calls put to the test: a gateway with one hole in what it lets through must be found out. The sequences are
 * always the same, so that a hole is found always or never; the one that is known to tell is tried first.
 */
const current = vi.hoisted(() => ({ authorise: undefined as typeof Core.authorise | undefined }));
vi.mock("@gatefold/core", async (original) => {
  const core = await original<typeof Core>();
  const authorise: typeof core.authorise = (...write) => (current.authorise ?? core.authorise)(...write);
  return { ...core, authorise };
});

const mutated = createMutatedCore("calls");
const sample = fc.sample(sequences, { seed: 1, numRuns: 400 });

let world: World;
beforeAll(async () => {
  world = await createOrderlyWorld();
});
afterAll(async () => {
  await world.end();
  mutated.remove();
});

test.each(holes)(
  "found: $mutant.name",
  async ({ mutant, telling }) => {
    const { authorise } = await mutated.load<{ authorise: typeof Core.authorise }>(mutant, [
      "authority/authorise.ts",
    ]);
    current.authorise = authorise;
    const order = [telling, ...[...sample.keys()].filter((at) => at !== telling)];
    let found = -1;
    for (const at of order) {
      if ((await run(world, sample[at] ?? [])).wrong === null) continue;
      found = at;
      break;
    }
    current.authorise = undefined;
    expect(found).toBeGreaterThanOrEqual(0);
  },
  300_000,
);
