import { describe, expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf, type World } from "../../test/world.ts";
import { askable } from "./askable.ts";
import { explain } from "./explain.ts";
import { namesFrom, sentence } from "./sentences.ts";

const named: World = {
  ...library,
  folders: { ...library.folders, inbox: { parent: "library", name: "Inbox" } },
  assets: { old: { folder: "inbox", expires: 5 }, draft: { folder: "inbox", approved: false } },
};
const state = stateOf(named);
const explained = (user: string, permission: string, at: string | null) =>
  explain(state, { user, permission, at, now: 10 });

describe("one sentence a code, in full and about oneself", () => {
  test.each([
    [
      "bea",
      "asset.view",
      "inbox",
      'bea may use asset.view on "Inbox": the role viewer gives it.',
      'You may use asset.view on "Inbox": a role gives it.',
    ],
    [
      "ada",
      "billing.manage",
      null,
      "ada may use billing.manage for the account: the role admin gives all access.",
      "You may use billing.manage for the account: a role gives all access.",
    ],
    [
      "gil",
      "asset.download",
      "inbox",
      'gil may use asset.download on "Inbox": an override allows it.',
      undefined,
    ],
    [
      "bea",
      "asset.edit",
      "inbox",
      'bea may not use asset.edit on "Inbox": no role gives it.',
      'You may not use asset.edit on "Inbox": no role gives it.',
    ],
    [
      "lou",
      "asset.delete",
      "inbox",
      'lou may not use asset.delete on "Inbox": an override denies it.',
      undefined,
    ],
    [
      "nat",
      "deliver.klaviyo",
      "winter",
      'nat may not use deliver.klaviyo on "winter": no role gives it.',
      undefined,
    ],
    [
      "mia",
      "deliver.klaviyo",
      "winter",
      'mia may not use deliver.klaviyo on "winter": it needs asset.view, and an override denies that.',
      undefined,
    ],
    ["ada", "ai.tag", "inbox", 'ada may not use ai.tag on "Inbox": the plan does not include ai.', undefined],
    [
      "cal",
      "deliver.braze",
      "inbox",
      'cal may not use deliver.braze on "Inbox": braze is not connected.',
      undefined,
    ],
    [
      "ivy",
      "asset.view",
      "inbox",
      'ivy may not use asset.view on "Inbox": the user is suspended.',
      undefined,
    ],
    [
      "cal",
      "deliver.klaviyo",
      "old",
      'cal may not use deliver.klaviyo on "old": the asset has expired.',
      undefined,
    ],
    [
      "cal",
      "deliver.klaviyo",
      "draft",
      'cal may not use deliver.klaviyo on "draft": the asset is not approved.',
      undefined,
    ],
    [
      "bea",
      "asset.view",
      "attic",
      'bea may not use asset.view on "attic": there is no such user, permission or place.',
      undefined,
    ],
  ])("%s, %s at %s", (user, permission, at, full, self) => {
    const explanation = explained(user, permission, at);
    const names = namesFrom(state);
    expect(sentence(explanation, names)).toBe(full);
    const told = sentence(askable(explanation), names);
    expect(told).toBe(self ?? full.replace(user, "You"));
  });
});

test("an asset's folder is named before it where the reader sees that folder", () => {
  const told = askable(explained("ada", "asset.edit", "old"));
  const all = namesFrom(state, (folder) => folder === "inbox");
  expect(sentence(told, all)).toBe('You may use asset.edit on "Inbox/old": a role gives all access.');
  expect(sentence(told, namesFrom(state))).toBe('You may use asset.edit on "old": a role gives all access.');
});

describe("what a person is told about himself", () => {
  test("is code, need and what to ask for, without roles, grants or people", () => {
    expect(askable(explained("bea", "asset.edit", "inbox"))).toEqual({
      effect: "deny",
      code: "NO_GRANT",
      permission: "asset.edit",
      at: "inbox",
      ask: { permissions: ["asset.edit"], at: "inbox" },
    });
    expect(askable(explained("mia", "deliver.klaviyo", "summer"))).toEqual({
      effect: "deny",
      code: "NEEDS",
      permission: "deliver.klaviyo",
      at: "summer",
      need: { permission: "asset.view", code: "OVERRIDE_DENY" },
      ask: { permissions: ["deliver.klaviyo", "asset.view"], at: "summer" },
    });
  });

  test("is nothing to ask for where no right would help", () => {
    const { gate, ask } = askable(explained("ada", "ai.tag", "inbox"));
    expect(gate).toEqual({ code: "PLAN_FEATURE_MISSING", wants: "ai" });
    expect(ask).toEqual({ permissions: [], at: "inbox" });
    expect(askable(explained("bea", "asset.view", "inbox")).ask.permissions).toEqual([]);
  });
});
