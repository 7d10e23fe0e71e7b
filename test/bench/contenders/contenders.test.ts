import { describe, expect, test } from "vitest";
import { type Contender, firstWrong } from "./contender.ts";
import { entries } from "./entries.ts";
import { queriesOn } from "../world/queries.ts";
import { type World, worldOf } from "../world/world.ts";

const world = worldOf("S");
const queries = queriesOn(world, 2_000);

describe("all contenders give the same answers", () => {
  test.each(Object.entries(entries))("%s answers each query right", async (_, entry) => {
    for (const contender of await entry(world, queries)) {
      expect([contender.name, contender.form, firstWrong(contender, queries)]).toEqual([
        contender.name,
        contender.form,
        -1,
      ]);
    }
  });

  test("a contender that once says yes for no is found out", () => {
    const denied = queries.allowed.indexOf(0);
    const answers = Uint8Array.from(queries.allowed);
    answers[denied] = 1;
    const liar: Contender = {
      name: "liar",
      form: "ids",
      manner: "",
      run: (from, to) => answers.slice(from, to).reduce((sum, yes) => sum + yes, 0),
    };
    expect(firstWrong(liar, queries)).toBe(denied);
  });

  test("overrides decide some queries, so that a contender without them is found out", async () => {
    const users = world.users.map(({ id, roles }) => ({ id, roles, overrides: [] }));
    const without: World = { ...world, users };
    for (const entry of Object.values(entries)) {
      for (const contender of await entry(without, queries)) {
        expect(firstWrong(contender, queries)).not.toBe(-1);
      }
    }
  });
});
