import { type decide, type explain, parsePolicy } from "@gatefold/core";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { mutants } from "./mutants.ts";
import { createMutatedCore } from "./mutated-core.ts";
import { naiveDecision } from "./naive-decision.ts";
import { questionsOf, worlds } from "./random-worlds.ts";

/**
 * The oracle put to the test: core with one mistake in it must be found out. The worlds are always the same, so that a
 * mutant is caught always or never.
 */
const mutated = createMutatedCore("decisions");
const modules = ["decisions/decide.ts", "decisions/explain.ts"];
const cases = fc
  .sample(worlds, { seed: 1, numRuns: 600 })
  .map((world) => ({ world, questions: questionsOf(world), state: parsePolicy(world).state }));
const answers = new Map<object, ReturnType<typeof naiveDecision>[]>();

afterAll(() => mutated.remove());

test.each(mutants)("caught: $name", async (mutant) => {
  expect(differs(await mutated.load<Engine>(mutant, modules))).toBe(true);
});

test("core as it is differs nowhere", async () => {
  expect(differs(await mutated.load<Engine>(null, modules))).toBe(false);
});

interface Engine {
  readonly decide: typeof decide;
  readonly explain: typeof explain;
}

function differs(engine: Engine): boolean {
  return cases.some(({ world, questions, state }) => {
    const expected = answers.get(world) ?? questions.map((question) => naiveDecision(world, question));
    answers.set(world, expected);
    return questions.some((question, at) => {
      const { code, need } = engine.explain(state, question);
      if (engine.decide(state, question).code !== expected[at]?.code || code !== expected[at]?.code)
        return true;
      if (code !== "NEEDS") return false;
      return need?.permission !== expected[at]?.need?.permission || need?.code !== expected[at]?.need?.code;
    });
  });
}
