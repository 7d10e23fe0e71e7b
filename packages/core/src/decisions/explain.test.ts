import { describe, expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { stateOf, type World } from "../../test/world.ts";
import type { Explanation } from "./decision.ts";
import { explain } from "./explain.ts";

const explained = (world: World, user: string, permission: string, at: string | null, now = 0): Explanation =>
  explain(stateOf(world), { user, permission, at, now });

const missedBy = (...asked: [string, string, string | null, number?]) =>
  explained(library, ...asked).missed.map((miss) => ["role" in miss ? miss.role : miss.override, miss.cause]);

const one = { permissions: { "asset.view": {} }, folders: { top: {} }, users: { ann: "active" } } as const;

describe("by: all sufficient reasons", () => {
  test("names each grant that gives it, where it is anchored, by which group and until when", () => {
    const world: World = {
      ...one,
      groups: { team: ["ann"] },
      roles: { viewer: { permissions: ["asset.view"] }, boss: { allAccess: true } },
      grants: [
        { user: "ann", role: "viewer", folders: ["top"], until: 50 },
        { group: "team", role: "boss" },
        { user: "ann", role: "viewer", until: 0 },
      ],
    };
    const { code, by } = explained(world, "ann", "asset.view", "top");
    expect(code).toBe("ALL_ACCESS");
    expect(by).toEqual([
      { kind: "all-access", grant: "g1", role: "boss", group: "team", anchor: null, until: null },
      { kind: "role", grant: "g0", role: "viewer", group: null, anchor: "top", until: 50 },
    ]);
  });

  test("an allow that alone holds off a deny further out is the only reason", () => {
    const { code, by } = explained(library, "fay", "asset.download", "raw");
    expect(code).toBe("OVERRIDE_ALLOW");
    expect(by).toEqual([{ kind: "override-allow", override: "o1", anchor: "summer", until: null }]);
  });

  test("each deny that would do by itself is named, so that nobody lifts one in vain", () => {
    const twice: World = {
      ...library,
      overrides: [
        { user: "lou", effect: "deny", permission: "asset.delete" },
        { user: "lou", effect: "deny", permission: "*", folder: "inbox" },
      ],
    };
    const { code, by } = explained(twice, "lou", "asset.delete", "inbox");
    expect(code).toBe("OVERRIDE_DENY");
    expect(by.map((reason) => reason.anchor)).toEqual([null, "inbox"]);
  });
});

describe("missed: one condition short", () => {
  test.each([
    [
      "bea",
      "asset.view",
      "legal",
      [
        ["viewer", "restricted"],
        ["designer", "restricted"],
      ],
    ],
    [
      "bea",
      "asset.edit",
      "inbox",
      [
        ["viewer", "lacks-permission"],
        ["designer", "other-folder"],
      ],
    ],
    ["dan", "users.manage", null, [["manager", "narrowed"]]],
    ["kim", "billing.manage", null, [["admin", "narrowed"]]],
    ["gil", "asset.download", "legal", [["o2", "restricted"]]],
    ["bea", "asset.delete", "legal", []],
    ["bea", "asset.view", "inbox", []],
  ])("%s asking %s at %s", (user, permission, at, missed) => {
    expect(missedBy(user, permission, at)).toEqual(missed);
  });

  test("a grant that has ended, or has not begun", () => {
    expect(missedBy("hal", "asset.view", "inbox", 1000)).toEqual([["viewer", "expired"]]);
    const later: World = { ...library, grants: [{ user: "hal", role: "viewer", from: 10 }] };
    expect(explained(later, "hal", "asset.view", "inbox", 9).missed).toMatchObject([{ cause: "not-yet" }]);
  });

  test("a role that is void without its plan feature", () => {
    const paid: World = {
      ...library,
      roles: { ...library.roles, viewer: { permissions: ["asset.view"], feature: "pro" } },
    };
    expect(explained(paid, "hal", "asset.view", "inbox").missed).toMatchObject([
      { cause: "plan", role: "viewer" },
    ]);
  });

  test("an allow that has ended, had it been nearer than the deny that decides", () => {
    const of = { user: "lou", permission: "asset.delete" } as const;
    const overrides: World["overrides"] = [
      { ...of, effect: "deny", folder: "campaigns" },
      { ...of, effect: "allow", folder: "summer", until: 5 },
      { ...of, effect: "allow", until: 5 },
      { ...of, effect: "allow", folder: "inbox" },
    ];
    expect(explained({ ...library, overrides }, "lou", "asset.delete", "raw", 5).missed).toEqual([
      { cause: "expired", override: "o1" },
    ]);
  });

  test("of the need, where it is the need that nobody gave", () => {
    const halfway: World = {
      ...library,
      roles: { ...library.roles, marketer: { permissions: ["deliver.klaviyo"] } },
    };
    const { code, need, by, missed } = explained(halfway, "cal", "deliver.klaviyo", "inbox");
    expect({ code, need, by }).toEqual({
      code: "NEEDS",
      need: { permission: "asset.download", code: "NO_GRANT" },
      by: [],
    });
    expect(missed).toMatchObject([{ cause: "lacks-permission", role: "marketer" }]);
  });
});

describe("need and gate", () => {
  test("the deepest need that fails, how, and by which override", () => {
    const { code, need, gate, by } = explained(library, "mia", "deliver.klaviyo", "summer");
    expect({ code, need, gate }).toEqual({
      code: "NEEDS",
      need: { permission: "asset.view", code: "OVERRIDE_DENY" },
      gate: undefined,
    });
    expect(by).toMatchObject([{ kind: "override-deny", anchor: "campaigns" }]);
  });

  test("what a shut gate waits for", () => {
    expect(explained(library, "ada", "ai.tag", "inbox").gate).toEqual({
      code: "PLAN_FEATURE_MISSING",
      wants: "ai",
    });
    expect(explained(library, "cal", "deliver.braze", "inbox").gate).toEqual({
      code: "CONNECTOR_OFF",
      wants: "braze",
    });
    expect(explained(library, "ivy", "asset.view", "inbox").gate).toEqual({
      code: "USER_SUSPENDED",
      wants: null,
    });
  });

  test("the permission's id is said where an alias was asked, and what is unknown is said back", () => {
    expect(explained(library, "kim", "billing", null).permission).toBe("billing.manage");
    expect(explained(library, "kim", "sing", "nowhere")).toEqual({
      effect: "deny",
      code: "UNKNOWN",
      revision: expect.any(Number),
      user: "kim",
      permission: "sing",
      at: "nowhere",
      now: 0,
      by: [],
      missed: [],
      fix: [],
    });
  });
});
