import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kinds } from "../model.ts";
import type { State } from "../state.ts";
import { PolicyError } from "./errors.ts";
import { parsePolicy, parseQuery } from "./parse.ts";

/** A sound document in which everything is used once. */
const whole = {
  version: 1,
  now: 7,
  account: { status: "active" },
  plan: { features: ["connectors", "connectors"], limits: { users: 5 } },
  connectors: ["first", "first"],
  connections: [{ id: "second-brand", connector: "second", folder: "brand" }],
  permissions: [
    "asset.view",
    { id: "asset.download", needs: ["asset.view", "asset.see"], aliases: ["asset.get", "asset.get"] },
    { id: "deliver.first", level: "folder", needs: ["asset.get"], feature: "connectors", connector: "first" },
    { id: "billing.manage", level: "account", description: "Pay." },
    { id: "asset.look", aliases: ["asset.see"] },
  ],
  folders: [
    { id: "logos", parent: "brand", restricted: true },
    { id: "brand", parent: null, name: "Brand", workspace: true },
    { id: "inbox" },
  ],
  assets: [
    { id: "a1", folder: "logos" },
    { id: "a2", folder: "inbox", approved: false, expires: 9 },
  ],
  collections: [{ id: "c1", folder: "brand", assets: ["a1", "a1"] }],
  roles: [
    {
      id: "designer",
      name: "Designer",
      permissions: ["asset.see", "deliver.*", "asset.see"],
      folders: ["brand"],
    },
    { id: "admin", allAccess: true, folders: "all", feature: "connectors" },
  ],
  groups: [{ id: "studio", members: ["ann", "ann"] }],
  users: [
    { id: "ann", roles: ["designer", "designer"] },
    { id: "bob", status: "suspended" },
  ],
  grants: [
    {
      id: "g1",
      user: "ann",
      role: "admin",
      folders: ["brand", "brand"],
      from: 1,
      until: 2,
      reason: "helps out",
    },
    { id: "g2", group: "studio", role: "designer", asset: "a1" },
    { id: "g3", group: "studio", role: "designer", collection: "c1" },
  ],
  overrides: [
    { id: "o1", user: "ann", effect: "deny", permission: "asset.get", folder: "logos", until: 3 },
    { id: "o2", user: "bob", effect: "allow", permission: "*" },
  ],
  cases: [{ user: "zed", permission: "asset.view", at: "brand", now: 5, expect: "deny", code: "UNKNOWN" }],
};

const rowsOf = (state: State) =>
  Object.fromEntries(
    kinds.map((kind) => [kind, [...state.all(kind)].toSorted((a, b) => (a.id < b.id ? -1 : 1))]),
  );

/** The first problem of a document that is sound but for this. */
function problemWith(change: Record<string, unknown>) {
  return problemOf({ ...whole, ...change });
}

function problemOf(document: unknown) {
  const refusal = refusalOf(() => parsePolicy(document));
  return refusal ? { path: refusal.path, code: refusal.code } : "accepted";
}

function refusalOf(parse: () => unknown): PolicyError | undefined {
  try {
    parse();
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  return undefined;
}

describe("a policy document", () => {
  test("needs nothing but its version", () => {
    const { state, now, cases, dead } = parsePolicy({ version: 1 });
    expect({ now, cases, dead, revision: state.revision }).toEqual({
      now: 0,
      cases: [],
      dead: [],
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

  test("reports what can never have an effect", () => {
    const overrides = [
      { id: "o1", user: "ann", effect: "allow", permission: "billing.manage", folder: "brand" },
      { id: "o2", user: "ann", effect: "allow", permission: "billing.manage" },
    ];
    const grants = [
      { id: "g1", user: "ann", role: "admin", from: 5, until: 5 },
      { id: "g2", user: "ann", role: "admin", from: 4, until: 5 },
    ];
    const permissions = [...whole.permissions, { id: "keys.make", level: "account", needs: ["asset.get"] }];
    expect(parsePolicy({ ...whole, overrides, grants, permissions }).dead.map(({ path }) => path)).toEqual([
      "grants[0].until",
      "overrides[0].folder",
      "permissions[5].needs[0]",
    ]);
  });
});

describe("a policy document is refused, with the path,", () => {
  test.each([
    ["", "INVALID", null],
    ["", "INVALID", []],
    ["", "INVALID", "version: 1"],
    ["version", "INVALID", {}],
    ["version", "INVALID", { version: 2 }],
    ["version", "INVALID", { version: "1" }],
    ["extra", "UNKNOWN_KEY", { version: 1, extra: 1 }],
    ["folders[0].parent", "CYCLE", { version: 1, folders: [{ id: "x", parent: "x" }] }],
    [
      "folders[1].parent",
      "CYCLE",
      {
        version: 1,
        folders: [
          { id: "x", parent: "y" },
          { id: "y", parent: "x" },
        ],
      },
    ],
    ["permissions[0].needs[0]", "CYCLE", { version: 1, permissions: [{ id: "x", needs: ["x"] }] }],
    [
      "permissions[1].needs[1]",
      "CYCLE",
      {
        version: 1,
        permissions: [{ id: "x", needs: ["y"], aliases: ["ex"] }, { id: "y", needs: ["z", "ex"] }, "z"],
      },
    ],
    ['["no name"]', "UNKNOWN_KEY", { version: 1, "no name": 1 }],
    ["__proto__", "UNKNOWN_KEY", JSON.parse('{ "version": 1, "__proto__": {} }') as unknown],
  ])("at %j with %s: %j", (path, code, document) => {
    expect(problemOf(document)).toEqual({ path, code });
  });

  test.each<[string, string, Record<string, unknown>]>([
    ["now", "INVALID", { now: "today" }],
    ["now", "INVALID", { now: 0.5 }],
    ["now", "INVALID", { now: Number.POSITIVE_INFINITY }],
    ["account.status", "INVALID", { account: { status: "closed" } }],
    ["account.name", "UNKNOWN_KEY", { account: { name: "Acme" } }],
    ["plan.features", "INVALID", { plan: { features: "all" } }],
    ["plan.limits.users", "INVALID", { plan: { limits: { users: -1 } } }],
    ["plan.price", "UNKNOWN_KEY", { plan: { price: 1 } }],
    ["connectors[1]", "INVALID", { connectors: ["first", 2] }],
    ["connections[0].connector", "INVALID", { connections: [{ id: "x" }] }],
    ["connections[0].secret", "UNKNOWN_KEY", { connections: [{ id: "x", connector: "first", secret: "s" }] }],
    ["connections[0].folder", "UNKNOWN_ID", { connections: [{ id: "x", connector: "first", folder: "a1" }] }],
    ["connections[0].id", "DUPLICATE_ID", { connections: [{ id: "first", connector: "first" }] }],
    ["permissions[0]", "INVALID", { permissions: [""] }],
    ["permissions[0]", "INVALID", { permissions: [7] }],
    ["permissions[0]", "INVALID", { permissions: ["asset.*"] }],
    ["permissions[0].id", "INVALID", { permissions: [{ id: "*" }] }],
    ["permissions[0].id", "INVALID", { permissions: [{ needs: [] }] }],
    ["permissions[0].level", "INVALID", { permissions: [{ id: "x", level: "planet" }] }],
    ["permissions[0].need", "UNKNOWN_KEY", { permissions: [{ id: "x", need: [] }] }],
    ["permissions[1].needs[1]", "UNKNOWN_ID", { permissions: ["x", { id: "y", needs: ["x", "z"] }] }],
    ["permissions[1]", "DUPLICATE_ID", { permissions: ["x", "x"] }],
    ["permissions[1].id", "DUPLICATE_ID", { permissions: ["x", { id: "x" }] }],
    ["permissions[0].aliases[1]", "DUPLICATE_ID", { permissions: [{ id: "y", aliases: ["z", "x"] }, "x"] }],
    ["folders[0].id", "INVALID", { folders: [{ parent: null }] }],
    ["folders[0].hidden", "UNKNOWN_KEY", { folders: [{ id: "x", hidden: true }] }],
    ["folders[0].restricted", "INVALID", { folders: [{ id: "x", restricted: "yes" }] }],
    ["folders[1].parent", "UNKNOWN_ID", { folders: [{ id: "x" }, { id: "y", parent: "z" }] }],
    ["folders[0].parent", "UNKNOWN_ID", { folders: [{ id: "x", parent: "a1" }] }],
    ["folders[1].id", "DUPLICATE_ID", { folders: [{ id: "brand" }, { id: "brand" }] }],
    ["assets[0].folder", "INVALID", { assets: [{ id: "x" }] }],
    ["assets[0].folder", "UNKNOWN_ID", { assets: [{ id: "x", folder: "y" }] }],
    ["assets[0].id", "DUPLICATE_ID", { assets: [{ id: "brand", folder: "brand" }] }],
    ["assets[0].expires", "INVALID", { assets: [{ id: "x", folder: "brand", expires: "soon" }] }],
    [
      "collections[0].assets[0]",
      "UNKNOWN_ID",
      { collections: [{ id: "x", folder: "brand", assets: ["brand"] }] },
    ],
    ["collections[0].folder", "UNKNOWN_ID", { collections: [{ id: "x", folder: "y" }] }],
    [
      "collections[1].id",
      "DUPLICATE_ID",
      {
        collections: [
          { id: "x", folder: "brand" },
          { id: "x", folder: "brand" },
        ],
      },
    ],
    ["roles[0].folders", "INVALID", { roles: [{ id: "x", folders: "some" }] }],
    ["roles[0].folders", "INVALID", { roles: [{ id: "x", folders: null }] }],
    ["roles[0].folders[1]", "INVALID", { roles: [{ id: "x", folders: ["brand", 1] }] }],
    ["roles[0].folders[1]", "UNKNOWN_ID", { roles: [{ id: "x", folders: ["brand", "y"] }] }],
    ["roles[0].permissions[0]", "UNKNOWN_ID", { roles: [{ id: "x", permissions: ["asset.veiw"] }] }],
    ["roles[0].permissions[0]", "UNKNOWN_ID", { roles: [{ id: "x", permissions: ["*"] }] }],
    ["roles[0].permissions[0]", "UNKNOWN_ID", { roles: [{ id: "x", permissions: ["*.view"] }] }],
    ["roles[1].id", "DUPLICATE_ID", { roles: [{ id: "admin" }, { id: "admin" }, { id: "designer" }] }],
    ["groups[0].members[1]", "UNKNOWN_ID", { groups: [{ id: "studio", members: ["ann", "zed"] }] }],
    ["groups[1].id", "DUPLICATE_ID", { groups: [{ id: "studio" }, { id: "studio" }] }],
    ["users[0].roles[0]", "UNKNOWN_ID", { users: [{ id: "ann", roles: ["boss"] }, { id: "bob" }] }],
    ["users[1].id", "DUPLICATE_ID", { users: [{ id: "ann" }, { id: "ann" }, { id: "bob" }] }],
    ["users[0].status", "INVALID", { users: [{ id: "ann", status: "gone" }] }],
    ["grants[0].role", "INVALID", { grants: [{ id: "x", user: "ann" }] }],
    ["grants[0].role", "UNKNOWN_ID", { grants: [{ id: "x", user: "ann", role: "boss" }] }],
    ["grants[0].user", "UNKNOWN_ID", { grants: [{ id: "x", user: "zed", role: "admin" }] }],
    ["grants[0].group", "UNKNOWN_ID", { grants: [{ id: "x", group: "ann", role: "admin" }] }],
    ["grants[0]", "INVALID", { grants: [{ id: "x", role: "admin" }] }],
    ["grants[0]", "INVALID", { grants: [{ id: "x", user: "ann", group: "studio", role: "admin" }] }],
    ["grants[0]", "INVALID", { grants: [{ id: "x", user: "ann", role: "admin", folders: [], asset: "a1" }] }],
    ["grants[0].asset", "UNKNOWN_ID", { grants: [{ id: "x", user: "ann", role: "admin", asset: "brand" }] }],
    [
      "grants[0].collection",
      "UNKNOWN_ID",
      { grants: [{ id: "x", user: "ann", role: "admin", collection: "a1" }] },
    ],
    [
      "grants[0].folders[0]",
      "UNKNOWN_ID",
      { grants: [{ id: "x", user: "ann", role: "admin", folders: ["a1"] }] },
    ],
    ["grants[0].from", "INVALID", { grants: [{ id: "x", user: "ann", role: "admin", from: "2026-01-01" }] }],
    [
      "grants[1].id",
      "DUPLICATE_ID",
      {
        grants: [
          { id: "x", user: "ann", role: "admin" },
          { id: "x", user: "bob", role: "admin" },
        ],
      },
    ],
    ["overrides[0].effect", "INVALID", { overrides: [{ id: "x", user: "ann", permission: "*" }] }],
    [
      "overrides[0].user",
      "UNKNOWN_ID",
      { overrides: [{ id: "x", user: "zed", effect: "deny", permission: "*" }] },
    ],
    [
      "overrides[0].permission",
      "UNKNOWN_ID",
      { overrides: [{ id: "x", user: "ann", effect: "deny", permission: "asset.*" }] },
    ],
    [
      "overrides[0].folder",
      "UNKNOWN_ID",
      { overrides: [{ id: "x", user: "ann", effect: "deny", permission: "*", folder: "a1" }] },
    ],
    ["overrides[1].id", "DUPLICATE_ID", { overrides: [whole.overrides[0], whole.overrides[0]] }],
    ["cases[0].expect", "INVALID", { cases: [{ user: "ann", permission: "asset.view", at: "brand" }] }],
    ["cases[0].code", "INVALID", { cases: [{ user: "ann", permission: "x", expect: "deny", code: "NO" }] }],
    [
      "cases[0].place",
      "UNKNOWN_KEY",
      { cases: [{ user: "ann", permission: "x", expect: "deny", place: "brand" }] },
    ],
  ])("at %s with %s: %j", (path, code, change) => {
    expect(problemWith(change)).toEqual({ path, code });
  });

  test("wherever folders lie in a circle, however long", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.integer({ min: 1, max: 30 }), (above, around) => {
        const chain = Array.from({ length: above }, (_, i) => ({
          id: `c${i}`,
          parent: i ? `c${i - 1}` : null,
        }));
        const circle = Array.from({ length: around }, (_, i) => ({
          id: `o${i}`,
          parent: `o${(i + 1) % around}`,
        }));
        expect(problemOf({ version: 1, folders: chain })).toBe("accepted");
        expect(problemOf({ version: 1, folders: [...chain, ...circle] })).toEqual({
          path: `folders[${above + around - 1}].parent`,
          code: "CYCLE",
        });
      }),
    );
  });

  test("whichever thing that others name is taken away", () => {
    const named = fc.constantFrom("permissions/0", "folders/1", "roles/0", "roles/1", "users/0", "assets/0");
    fc.assert(
      fc.property(named, (place) => {
        const [list, index] = place.split("/") as [keyof typeof whole, string];
        const rest = (whole[list] as unknown[]).filter((_, i) => i !== Number(index));
        expect(problemWith({ [list]: rest })).toMatchObject({ code: "UNKNOWN_ID" });
      }),
    );
  });

  test("and every problem is told, not only the first", () => {
    const refusal = refusalOf(() =>
      parsePolicy({ ...whole, folders: [], assets: [{ id: "a1", folder: "x" }] }),
    );
    expect(refusal?.problems.map(({ path }) => path)).toEqual([
      "assets[0].folder",
      "collections[0].folder",
      "connections[0].folder",
      "roles[0].folders[0]",
      "grants[0].folders[0]",
      "grants[0].folders[1]",
      "overrides[0].folder",
    ]);
  });

  test("in a sentence that names the path and says what to do", () => {
    expect(() => parsePolicy({ ...whole, folders: [{ id: "x", parent: "y" }], grants: [] })).toThrow(
      'folders[0].parent: There is no folder "y" in this document; add it, or name one that is there.',
    );
    expect(() => parsePolicy({})).toThrow("version: This is required.");
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
