import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusalOf, whole } from "../../test/whole-document.ts";
import { parsePolicy } from "./parse.ts";

/** The first problem of a document that is sound but for this. */
function problemWith(change: Record<string, unknown>) {
  return problemOf({ ...whole, ...change });
}

function problemOf(document: unknown) {
  const refusal = refusalOf(() => parsePolicy(document));
  return refusal ? { path: refusal.path, code: refusal.code } : "accepted";
}

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
    ["grants[0].livesBy", "UNKNOWN_ID", { grants: [{ id: "x", user: "ann", role: "admin", livesBy: "y" }] }],
    ["grants[0].livesBy", "CYCLE", { grants: [{ id: "x", user: "ann", role: "admin", livesBy: "x" }] }],
    [
      "grants[0].livesBy",
      "INVALID",
      {
        grants: [
          { id: "x", user: "bob", role: "admin", livesBy: "y" },
          { id: "y", group: "studio", role: "admin" },
        ],
      },
    ],
    [
      "grants[0].livesBy",
      "INVALID",
      {
        grants: [
          { id: "x", group: "studio", role: "admin", livesBy: "y" },
          { id: "y", group: "studio", role: "admin" },
        ],
      },
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
