import { decide, explain, parsePolicy, type State } from "@gatefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveDecision } from "./naive-decision.ts";
import { questionsOf, spread, worlds } from "./random-worlds.ts";
import type { Answer, Question } from "./world.ts";

/** To see a run again, put the seed that it printed here. */
const seed = Date.now() % 2 ** 31;

function decided(state: State, question: Question): Answer {
  const { effect, code } = decide(state, question);
  const { need } = code === "NEEDS" ? explain(state, question) : {};
  return need ? { effect, code, need } : { effect, code };
}

test("core decides as the naive definition does, in effect, code and need", () => {
  const counts = new Map<string, number>();
  fc.assert(
    fc.property(worlds, (world) => {
      const { state } = parsePolicy(spread(world));
      for (const question of questionsOf(world)) {
        const answer = naiveDecision(world, question);
        counts.set(answer.code, (counts.get(answer.code) ?? 0) + 1);
        expect({ question, ...decided(state, question) }).toEqual({ question, ...answer });
      }
    }),
    { seed, numRuns: 2000 },
  );
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(`oracle: seed ${seed}, ${total} decisions`, Object.fromEntries(counts));
  expect(total).toBeGreaterThan(100_000);
  expect([...counts].filter(([, count]) => count < 200)).toEqual([]);
});
