import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kinds } from "../model.ts";
import type { State } from "../state/state.ts";
import { refusalOf, whole } from "../../test/whole-document.ts";
import { lint } from "../lint/lint.ts";
import { parsePolicy, parseQuery } from "./parse.ts";

const rowsOf = (state: State) =>
  Object.fromEntries(
    kinds.map((kind) => [kind, [...state.all(kind)].toSorted((a, b) => (a.id < b.id ? -1 : 1))]),
  );

describe("a policy document", () => {
  test("needs nothing but its version", () => {
    const { state, now, cases } = parsePolicy({ version: 1 });
    expect({ now, cases, revision: state.revision }).toEqual({
      now: 0,
      cases: [],
      revision: 0,
    });
    expect([...state.all("account")]).toEqual([
      { id: "account", name: "", status: "active", plan: { features: [], limits: {} } },
    ]);
    expect(kinds.filter((kind) => state.count(kind) > 0)).toEqual(["account"]);
  });

  test("becomes the state it describes, with shorthand and defaults filled in", () => {
    const { state, now } = parsePolicy(whole);
    expect(now).toBe(7);
    expect(rowsOf(state)).toMatchObject({
      account: [{ status: "active", plan: { features: ["connectors"], limits: { users: 5 } } }],
      permission: [
        {
          id: "asset.download",
          level: "folder",
          needs: ["asset.view", "asset.look"],
          feature: null,
          connector: null,
          description: "",
          aliases: ["asset.get"],
        },
        { id: "asset.look", aliases: ["asset.see"] },
        { id: "asset.view", level: "folder", needs: [], feature: null, connector: null, aliases: [] },
        { id: "billing.manage", level: "account", description: "Pay." },
        { id: "deliver.first", needs: ["asset.download"], feature: "connectors", connector: "first" },
      ],
      connection: [
        { id: "first", connector: "first", folder: null },
        { id: "second-brand", connector: "second", folder: "brand" },
      ],
      folder: [
        { id: "brand", parent: null, name: "Brand", restricted: false, workspace: true },
        { id: "inbox", parent: null, name: "inbox", restricted: false, workspace: false },
        { id: "logos", parent: "brand", name: "logos", restricted: true, workspace: false },
      ],
      asset: [
        { id: "a1", folder: "logos", approved: true, expires: null, version: null },
        { id: "a2", folder: "inbox", approved: false, expires: 9, version: null },
      ],
      collection: [{ id: "c1", folder: "brand", assets: ["a1"] }],
      role: [
        {
          id: "admin",
          name: "admin",
          permissions: [],
          folders: "all",
          allAccess: true,
          feature: "connectors",
        },
        { id: "designer", name: "Designer", permissions: ["asset.look", "deliver.*"], folders: ["brand"] },
      ],
      group: [{ id: "studio", members: ["ann"] }],
      user: [
        { id: "ann", username: "ann", status: "active" },
        { id: "bob", status: "suspended" },
      ],
      grant: [
        {
          id: "ann:designer",
          user: "ann",
          group: null,
          role: "designer",
          folders: null,
          from: null,
          until: null,
        },
        { id: "g1", user: "ann", role: "admin", folders: ["brand"], from: 1, until: 2, reason: "helps out" },
        { id: "g2", user: null, group: "studio", asset: "a1", collection: null, folders: null },
        { id: "g3", group: "studio", asset: null, collection: "c1" },
      ],
      override: [
        { id: "o1", effect: "deny", permission: "asset.download", folder: "logos", from: null, until: 3 },
        { id: "o2", effect: "allow", permission: "*", folder: null },
      ],
    });
    expect(state.find("grantsOfUser", "ann")).toHaveLength(2);
  });

  test("holds its permissions alone: no built-in ones are implied", () => {
    expect(parsePolicy({ version: 1, permissions: ["text.write"] }).state.count("permission")).toBe(1);
  });

  test("gives short grants ids that no other grant has", () => {
    const users = [{ id: "ann", roles: ["designer"] }];
    const grants = [{ id: "ann:designer", user: "ann", role: "admin" }];
    const { state } = parsePolicy({ ...whole, users, groups: [], overrides: [], grants });
    expect(rowsOf(state)["grant"]).toMatchObject([
      { id: "ann:designer", role: "admin" },
      { id: "ann:designer'", role: "designer" },
    ]);
  });

  test("reads cases as queries, at the document's time where they name none, also about strangers", () => {
    const cases = [whole.cases[0], { user: "ann", permission: "billing.manage", expect: "allow" }];
    expect(parsePolicy({ ...whole, cases }).cases).toEqual([
      {
        query: { user: "zed", permission: "asset.view", at: "brand", now: 5 },
        expect: "deny",
        code: "UNKNOWN",
      },
      { query: { user: "ann", permission: "billing.manage", at: null, now: 7 }, expect: "allow", code: null },
    ]);
  });

  test("may list its things in any order", () => {
    const lists = ["permissions", "folders", "assets", "roles", "users", "grants", "overrides"] as const;
    const inOrder = rowsOf(parsePolicy(whole).state);
    const shuffled = fc.record(
      Object.fromEntries(
        lists.map((list) => [
          list,
          fc.shuffledSubarray(whole[list] as unknown[], { minLength: whole[list].length }),
        ]),
      ),
    );
    fc.assert(
      fc.property(shuffled, (change) => {
        expect(rowsOf(parsePolicy({ ...whole, ...change }).state)).toEqual(inOrder);
      }),
    );
  });

  test("tells where it says what can never have an effect", () => {
    const overrides = [
      { id: "o1", user: "ann", effect: "allow", permission: "billing.manage", folder: "brand" },
      { id: "o2", user: "ann", effect: "allow", permission: "billing.manage" },
    ];
    const grants = [
      { id: "g1", user: "ann", role: "admin", from: 5, until: 5 },
      { id: "g2", user: "ann", role: "admin", from: 4, until: 5 },
    ];
    const permissions = [...whole.permissions, { id: "keys.make", level: "account", needs: ["asset.get"] }];
    const { state, now, pathOf } = parsePolicy({ ...whole, overrides, grants, permissions });
    const errors = lint(state, now).filter(({ severity }) => severity === "error");
    expect(errors.map(pathOf)).toEqual(["permissions[5].needs[0]", "grants[0].until", "overrides[0].folder"]);
  });
});

test("a document of ten thousand folders, one in the other, and as many needs is read at once", () => {
  const count = 10_000;
  const folders = Array.from({ length: count }, (_, i) => ({ id: `f${i}`, parent: i ? `f${i - 1}` : null }));
  const permissions = Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    needs: i ? [`p${i - 1}`] : [],
  }));
  expect(parsePolicy({ version: 1, folders, permissions }).state.count("folder")).toBe(count);
});

describe("a query of a batch", () => {
  test("is asked at the account, at the document's time, through any connection, where it says nothing else", () => {
    expect(parseQuery({ user: "ann", permission: "x" }, 7)).toEqual({
      user: "ann",
      permission: "x",
      at: null,
      now: 7,
    });
    const full = { user: "ann", permission: "x", at: "brand", now: 0, connection: "first" };
    expect(parseQuery(full, 7)).toEqual(full);
  });

  test.each([
    ["user", { permission: "x" }],
    ["permission", { user: "ann", permission: 1 }],
    ["at", { user: "ann", permission: "x", at: ["brand"] }],
    ["now", { user: "ann", permission: "x", now: "5" }],
    ["folder", { user: "ann", permission: "x", folder: "brand" }],
    ["", "ann"],
  ])("is refused at %j: %j", (path, query) => {
    expect(refusalOf(() => parseQuery(query, 7))?.path).toBe(path);
  });
});
