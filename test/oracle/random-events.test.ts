import { eventSchema, parsePolicy } from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { legalEvents, rolls } from "./random-events.ts";
import { worlds } from "./random-worlds.ts";

test("random events are of every type but an account's creation, sound, and mostly legal", () => {
  const counts = new Map<string, number>();
  let rolled = 0;
  for (const [world, some] of fc.sample(fc.tuple(worlds, rolls(20)), { seed: 1, numRuns: 1000 })) {
    const { state } = parsePolicy(world);
    rolled += some.length;
    for (const event of legalEvents(state, some)) {
      eventSchema.parse(event);
      counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
    }
  }
  const types = eventSchema.options.map((option) => option.shape.type.value);
  const seldom = types.filter((type) => (counts.get(type) ?? 0) < 15);
  expect(seldom).toEqual(["account.created"]);
  const legal = [...counts.values()].reduce((sum, count) => sum + count, 0);
  expect(legal / rolled).toBeGreaterThan(0.7);
});
