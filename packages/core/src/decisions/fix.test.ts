import { describe, expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { grantOf, stateOf, type World } from "../../test/world.ts";
import { decide } from "./decide.ts";
import { explain } from "./explain.ts";
import { applyChanges, planChanges } from "../state/fold.ts";

const fixes = (world: World, user: string, permission: string, at: string | null) =>
  explain(stateOf(world), { user, permission, at, now: 0 }).fix.map(({ role, folders, asset }) => [
    role,
    asset ?? folders?.join() ?? null,
  ]);

const roles = (list: Record<string, string[]>): World => ({
  permissions: {
    a: { needs: ["b"] },
    b: {},
    c: {},
    d: {},
    account: { level: "account" },
    e: { needs: ["account"] },
  },
  folders: { top: {}, vault: { parent: "top", restricted: true } },
  assets: { pic: { folder: "vault" } },
  users: { ann: "active" },
  roles: Object.fromEntries(Object.entries(list).map(([id, permissions]) => [id, { permissions }])),
});

describe("the smallest fix", () => {
  test("is on exactly what was asked: the folder, the asset, or the account", () => {
    const world = roles({ basic: ["b"], keeper: ["account"] });
    expect(fixes(world, "ann", "b", "top")).toEqual([["basic", "top"]]);
    expect(fixes(world, "ann", "b", "pic")).toEqual([["basic", "pic"]]);
    expect(fixes(world, "ann", "account", null)).toEqual([["keeper", null]]);
  });

  test("has the least extra permissions, then the fewest grants, then the first ids", () => {
    expect(fixes(roles({ wide: ["a", "b", "c"], one: ["a"], two: ["b"] }), "ann", "a", "top")).toEqual([
      ["one", "top"],
      ["two", "top"],
    ]);
    expect(fixes(roles({ both: ["a", "b"], one: ["a"], two: ["b"] }), "ann", "a", "top")).toEqual([
      ["both", "top"],
    ]);
    expect(fixes(roles({ y: ["b"], x: ["b"], z: ["b"] }), "ann", "b", "top")).toEqual([["x", "top"]]);
  });

  test("counts as extra only what the user does not hold there already", () => {
    const world = {
      ...roles({ wide: ["b", "c"], other: ["b", "d"] }),
      grants: [{ user: "ann", role: "wide", folders: ["vault"] }],
    };
    const holding: World = { ...world, roles: { ...world.roles, c: { permissions: ["d"] } } };
    expect(fixes(holding, "ann", "b", "top")).toEqual([["other", "top"]]);
    expect(fixes({ ...holding, grants: [{ user: "ann", role: "c" }] }, "ann", "b", "top")).toEqual([
      ["other", "top"],
    ]);
    const beside = { ...holding, roles: { ...holding.roles, aaa: { permissions: ["b", "c"] } } };
    expect(fixes({ ...beside, grants: [{ user: "ann", role: "c" }] }, "ann", "b", "top")).toEqual([
      ["other", "top"],
    ]);
  });

  test("leaves out what the user holds, and brings needs at the account un-narrowed", () => {
    const world = roles({ maker: ["e"], keeper: ["account"] });
    expect(fixes(world, "ann", "e", "top")).toEqual([
      ["keeper", null],
      ["maker", "top"],
    ]);
    expect(fixes({ ...world, grants: [{ user: "ann", role: "maker" }] }, "ann", "e", "top")).toEqual([
      ["keeper", null],
    ]);
  });

  test("is never all access, nor a role that is void or does not reach there", () => {
    const world = roles({ boss: [], paid: ["b"], elsewhere: ["b"] });
    const choices: World = {
      ...world,
      roles: {
        boss: { allAccess: true },
        paid: { permissions: ["b"], feature: "pro" },
        elsewhere: { permissions: ["b"], folders: ["vault"] },
      },
    };
    expect(fixes(choices, "ann", "b", "top")).toEqual([]);
    expect(fixes(choices, "ann", "b", "pic")).toEqual([["elsewhere", "pic"]]);
  });

  test("is empty where a deny or a gate stands in the way, of a need too, since no grant lifts those", () => {
    expect(fixes(library, "lou", "asset.delete", "inbox")).toEqual([]);
    expect(fixes(library, "mia", "deliver.klaviyo", "summer")).toEqual([]);
    expect(fixes(library, "bea", "deliver.braze", "inbox")).toEqual([]);
    expect(fixes(library, "ivy", "asset.edit", "inbox")).toEqual([]);
    expect(fixes(library, "ada", "asset.view", "nowhere")).toEqual([]);
  });

  test("for the designer who would deliver: the marketer's role, and given it she may", () => {
    const state = stateOf(library);
    const query = { user: "bea", permission: "deliver.klaviyo", at: "logos", now: 0 };
    const { fix } = explain(state, query);
    expect(fix).toEqual([{ kind: "grant", user: "bea", role: "marketer", folders: ["logos"], asset: null }]);
    const given = fix.map(({ user, role, folders }, at) => ({
      type: "grant.given" as const,
      grant: { ...grantOf(`fix${at}`, { user, role }), folders: folders && [...folders] },
    }));
    applyChanges(state, planChanges(state, given), 1);
    expect(decide(state, query).effect).toBe("allow");
  });

  test("comes without a search through all sets of hundreds of roles that overlap in every way", () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [
        `r${at}`,
        ["abcd"[at % 4] as string, `x${at % 37}`, `y${at % 41}`],
      ]),
    );
    const names = [...new Set(Object.values(many).flat())];
    const permissions = Object.fromEntries(
      names.map((name) => [name, name === "a" ? { needs: ["b", "c", "d"] } : {}]),
    );
    expect(fixes({ ...roles(many), permissions }, "ann", "a", "top")).toHaveLength(4);
  });
});
