import { expect, it } from "vitest";
import { doesOf } from "../openapi/refusals.ts";
import { operations } from "../operations/index.ts";
import { witnessOf } from "./replays.ts";

it("every write whose answer is kept is answered again by what reads its thing, but for what only says what the caller did", () => {
  const kept = operations.filter(
    (one) => doesOf(one) !== "read" && one.response !== null && !one.answersSecret,
  );
  const witnesses = new Map(kept.map((one) => [one.id, witnessOf(one, operations)?.id]));
  const alone = [...witnesses].flatMap(([id, witness]) => (witness === undefined ? [id] : []));
  expect(alone).toEqual([
    "grants.give",
    "grants.end",
    "overrides.set",
    "overrides.end",
    "changes.undo",
    "checkpoints.sign",
  ]);
  expect(witnesses.get("assets.replace")).toBe("assets.get");
  expect(witnesses.get("account.change")).toBe("account.get");
  expect(witnesses.get("deliveries.request")).toBe("deliveries.get");
  expect(new Set(witnesses.values())).not.toContain("users.list");
});
