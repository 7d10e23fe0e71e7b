import { expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf } from "../../test/world.ts";
import { decide } from "./decide.ts";
import { who } from "./who.ts";

const state = stateOf(library);

test("names all who may, in order, each with every right by which he may", () => {
  expect(who(state, { permission: "asset.delete", at: "contracts", now: 0 })).toEqual([
    {
      user: "ada",
      code: "ALL_ACCESS",
      by: [{ kind: "all-access", grant: "g9", role: "admin", group: null, anchor: null, until: null }],
    },
    {
      user: "kim",
      code: "ALL_ACCESS",
      by: [{ kind: "all-access", grant: "g4", role: "admin", group: null, anchor: "brand", until: null }],
    },
  ]);
});

test("agrees with decide on everybody", () => {
  const question = { permission: "asset.download", at: "raw", now: 0 };
  const allowed = [...state.all("user")].filter(
    ({ id }) => decide(state, { ...question, user: id }).effect === "allow",
  );
  expect(who(state, question).map(({ user }) => user)).toEqual(allowed.map(({ id }) => id).toSorted());
});

test("is nobody where the question names what is not known", () => {
  expect(who(state, { permission: "asset.view", at: "attic", now: 0 })).toEqual([]);
});
