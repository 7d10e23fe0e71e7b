import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type decide, type explain, parsePolicy } from "@gatefold/core";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type Mutant, mutants } from "./mutants.ts";
import { naiveDecision } from "./naive-decision.ts";
import { questionsOf, worlds } from "./random-worlds.ts";

/**
 * The oracle put to the test: core with one mistake in it must be found out. The copies lie inside the package, so that
 * they find its dependencies, and the worlds are always the same, so that a mutant is caught always or never.
 */
const core = join(import.meta.dirname, "../../packages/core");
const copies = join(core, ".mutants");
const cases = fc
  .sample(worlds, { seed: 1, numRuns: 600 })
  .map((world) => ({ world, questions: questionsOf(world), state: parsePolicy(world).state }));
const answers = new Map<object, ReturnType<typeof naiveDecision>[]>();

afterAll(() => rmSync(copies, { recursive: true, force: true }));

test.each(mutants)("caught: $name", async (mutant) => {
  expect(differs(await loadEngine(mutant))).toBe(true);
});

test("core as it is differs nowhere", async () => {
  expect(
    differs(await loadEngine({ name: "none", file: "index.ts", find: "decide.ts", replace: "decide.ts" })),
  ).toBe(false);
});

interface Engine {
  readonly decide: typeof decide;
  readonly explain: typeof explain;
}

async function loadEngine({ name, file, find, replace }: Mutant): Promise<Engine> {
  const folder = join(copies, name.replaceAll(" ", "-"));
  cpSync(join(core, "src"), folder, { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
  const source = readFileSync(join(folder, file), "utf8");
  expect(source.split(find).length - 1, `"${find}" must be in ${file} exactly once`).toBe(1);
  writeFileSync(
    join(folder, file),
    source.replace(find, () => replace),
  );
  const load = (module: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, module)).href);
  return { ...(await load("decisions/decide.ts")), ...(await load("decisions/explain.ts")) };
}

function differs(mutated: Engine): boolean {
  return cases.some(({ world, questions, state }) => {
    const expected = answers.get(world) ?? questions.map((question) => naiveDecision(world, question));
    answers.set(world, expected);
    return questions.some((question, at) => {
      const { code, need } = mutated.explain(state, question);
      if (mutated.decide(state, question).code !== expected[at]?.code || code !== expected[at]?.code)
        return true;
      if (code !== "NEEDS") return false;
      return need?.permission !== expected[at]?.need?.permission || need?.code !== expected[at]?.need?.code;
    });
  });
}
