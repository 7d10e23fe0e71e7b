import { parsePolicy } from "@gatefold/core";
import { expect, test } from "vitest";
import { holdersMoved } from "./role-holders.ts";

test("grants of a role that live by each other move together, in an order that may happen", () => {
  const { state } = parsePolicy({
    version: 1,
    roles: [{ id: "old" }, { id: "new" }],
    users: [{ id: "ann" }],
    grants: [
      { id: "third", user: "ann", role: "old", livesBy: "second" },
      { id: "second", user: "ann", role: "old", livesBy: "first" },
      { id: "first", user: "ann", role: "old", reason: "began it" },
    ],
  });
  const credential = { kind: "key", id: "k" } as const;
  const caller = {
    principal: { account: "account", user: "ada", credential },
    origin: "api",
    requestId: "r",
  } as const;
  let made = 0;
  const events = holdersMoved({ caller, state, now: 0 }, "old", "new", () => `new${(made += 1)}`);
  expect(events).toMatchObject([
    { type: "grant.given", grant: { id: "new1", role: "new", reason: "began it", givenBy: "ada" } },
    { type: "grant.given", grant: { id: "new2", livesBy: "new1" } },
    { type: "grant.given", grant: { id: "new3", livesBy: "new2" } },
    { type: "grant.ended", id: "third" },
    { type: "grant.ended", id: "second" },
    { type: "grant.ended", id: "first" },
  ]);
});
