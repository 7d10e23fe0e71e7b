import {
  applyChanges,
  type can,
  type decide,
  explain,
  parsePolicy,
  planChanges,
  type State,
} from "@gatefold/core";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { changeMutants, indexMutants } from "./index-mutants.ts";
import { mutants } from "./mutants.ts";
import { createMutatedCore } from "./mutated-core.ts";
import { naiveDecision } from "./naive-decision.ts";
import { legalEvents, rolls } from "./random-events.ts";
import { questionsOf, spread, worlds } from "./random-worlds.ts";

/**
 * The oracle put to the test: core with one mistake in it must be found out. The worlds are always the same, so that a
 * mutant is caught always or never.
 */
const mutated = createMutatedCore("decisions");
const modules = ["decisions/decide.ts", "decisions/explain.ts"];
const cases = fc.sample(worlds, { seed: 1, numRuns: 600 }).map((world) => ({
  world,
  questions: questionsOf(world),
  state: parsePolicy(spread(world)).state,
}));
const histories = fc
  .sample(fc.tuple(worlds, rolls(60)), { seed: 1, numRuns: 200 })
  .map(([world, rolled]) => ({ world, events: legalEvents(parsePolicy(world).state, rolled) }));
const answers = new Map<object, ReturnType<typeof naiveDecision>[]>();

afterAll(() => mutated.remove());

test.each([...mutants, ...indexMutants])("caught: $name", async (mutant) => {
  expect(differs(await mutated.load<Engine>(mutant, modules))).toBe(true);
});

test.each(changeMutants)("caught as events come: $name", async (mutant) => {
  expect(goesAstray(await mutated.load<Engine>(mutant, modules))).toBe(true);
});

test("core as it is differs nowhere", async () => {
  const engine = await mutated.load<Engine>(null, modules);
  expect(differs(engine)).toBe(false);
  expect(goesAstray(engine)).toBe(false);
});

interface Engine {
  readonly can: typeof can;
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

/** Does it answer otherwise than core's explanations, which ask no index, somewhere on the way through these events? */
function goesAstray(engine: Engine): boolean {
  return histories.some(({ world, events }) => {
    const { state } = parsePolicy(world);
    const places = new Set<string | null>([null]);
    return [null, ...events].some((event) => {
      if (event) applyChanges(state, planChanges(state, [event]), state.revision + 1);
      // What is gone is asked about, too.
      for (const { id } of [...state.all("folder"), ...state.all("asset")]) places.add(id);
      return [...questionsIn(state, places)].some((question) => {
        const { user, permission, at, now } = question;
        const { effect, code } = explain(state, question);
        return (
          engine.decide(state, question).code !== code ||
          engine.can(state, user, permission, at, now) !== (effect === "allow")
        );
      });
    });
  });
}

function* questionsIn(state: State, places: ReadonlySet<string | null>) {
  const now = [15, 25, -5, 9][state.revision % 4] ?? 0;
  for (const { id: user } of state.all("user")) {
    for (const at of places) {
      for (const { id: permission } of state.all("permission")) yield { user, permission, at, now };
    }
  }
}
