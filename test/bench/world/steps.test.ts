import { applyChanges, can, planChanges } from "@gatefold/core";
import { expect, test } from "vitest";
import { stateOf } from "./rows.ts";
import { stepsOn } from "./steps.ts";
import { worldOf } from "./world.ts";

test("after each step the state answers what the reference says, yes and no", () => {
  const world = worldOf("S");
  const state = stateOf(world);
  const answers = new Map<string, Set<boolean>>();
  for (const { kind, event, asked, answer } of stepsOn(world, 600)) {
    applyChanges(state, planChanges(state, [event]), state.revision + 1);
    expect([kind, can(state, asked.user, asked.permission, asked.folder, 0)]).toEqual([kind, answer]);
    answers.set(kind, (answers.get(kind) ?? new Set()).add(answer));
  }
  const both = new Set([true, false]);
  expect(answers).toEqual(
    new Map([
      ["a grant", both],
      ["a role edit", both],
      ["a subtree move", both],
    ]),
  );
});

test("the world that steps begin with is left as it was", () => {
  const world = worldOf("S");
  stepsOn(world, 100);
  expect(world).toEqual(worldOf("S"));
});
