import { describe, expect, expectTypeOf, test } from "vitest";
import { createAccess } from "./access.ts";
import { builtInCatalogue, definePermissions, type PermissionPattern } from "./catalogue.ts";
import { definePolicy } from "./policy/define.ts";
import { parsePolicy } from "./policy/parse.ts";

const catalogue = definePermissions({
  "text.read": { description: "Read texts." },
  "text.write": { description: "Write texts.", needs: ["text.read"], aliases: ["text.draft"] },
  "site.close": { description: "Close the site.", level: "account" },
});
const document = definePolicy(catalogue, {
  folders: [{ id: "blog" }, { id: "legal", parent: "blog", restricted: true }],
  roles: [
    { id: "writer", permissions: ["text.*"] },
    { id: "reader", permissions: ["text.read"] },
  ],
  users: [{ id: "ann", roles: ["writer"] }, { id: "bob", roles: ["reader"] }, { id: "zoe" }],
  overrides: [{ id: "o1", user: "bob", effect: "deny", permission: "text.read", folder: "legal" }],
  cases: [{ user: "ann", permission: "text.write", at: "blog", expect: "allow" }],
});
const { state } = parsePolicy(document);
const access = createAccess(catalogue, state);

describe("the engine in the names of a catalogue", () => {
  test("answers as the engine does", () => {
    expect(access.can("ann", "text.write", "blog", 0)).toBe(true);
    expect(access.can("bob", "text.write", "blog", 0)).toBe(false);
    expect(access.decide({ user: "ann", permission: "site.close", at: null, now: 0 })).toEqual({
      effect: "deny",
      code: "NO_GRANT",
      revision: 0,
    });
    expect(access.explain({ user: "ann", permission: "text.read", at: "legal", now: 0 }).missed).toEqual([
      { cause: "restricted", grant: "ann:writer", role: "writer", group: null },
    ]);
    expect(access.who({ permission: "text.read", at: "blog", now: 0 }).map(({ user }) => user)).toEqual([
      "ann",
      "bob",
    ]);
    expect(access.permissionsAt("ann", "blog", 0)).toEqual(["text.read", "text.write"]);
  });

  test("leaves out what the account defines beside the catalogue", () => {
    const smaller = createAccess(definePermissions({ "text.read": { description: "Read texts." } }), state);
    expect(smaller.permissionsAt("ann", "blog", 0)).toEqual(["text.read"]);
  });

  test("follows the state", () => {
    const { state: live } = parsePolicy(document);
    const { can } = createAccess(catalogue, live);
    expect(can("zoe", "text.read", "blog", 0)).toBe(false);
    live.put("role", "reader", { ...live.get("role", "reader")!, allAccess: true });
    expect(can("bob", "site.close", null, 0)).toBe(true);
  });

  test("is not made for a state that lacks a permission of the catalogue", () => {
    const { state: other } = parsePolicy({ version: 1, permissions: ["text.read"] });
    expect(() => createAccess(catalogue, other)).toThrow(/no permission "text.write"; define/);
  });
});

/** A directive here fails the workspace's type check as soon as what follows it compiles. */
describe("a wrong name does not compile", () => {
  test("as a question", () => {
    // @ts-expect-error a typing mistake
    expect(access.can("ann", "text.wirte", "blog", 0)).toBe(false);
    // @ts-expect-error an alias is a name from outside: parse it
    expect(access.can("ann", "text.draft", "blog", 0)).toBe(true);
    // @ts-expect-error a typing mistake
    expect(access.decide({ user: "ann", permission: "text.raed", at: "blog", now: 0 }).effect).toBe("deny");
    // @ts-expect-error a typing mistake
    expect(access.explain({ user: "ann", permission: "text.raed", at: "blog", now: 0 }).by).toEqual([]);
    // @ts-expect-error a typing mistake
    expect(access.who({ permission: "site.colse", at: null, now: 0 })).toEqual([]);
    const fromOutside: string = "text.draft";
    // @ts-expect-error not parsed
    expect(access.can("ann", fromOutside, "blog", 0)).toBe(true);
    const parsed = catalogue.parse(fromOutside);
    expect(parsed && access.can("ann", parsed, "blog", 0)).toBe(true);
  });

  test("in an answer", () => {
    expectTypeOf(access.permissionsAt).returns.toEqualTypeOf<
      readonly ("text.read" | "text.write" | "site.close")[]
    >();
    expectTypeOf(catalogue.parse).returns.toEqualTypeOf<
      "text.read" | "text.write" | "site.close" | undefined
    >();
  });

  test("in a role, where the resource of a wildcard must be one", () => {
    type Pattern = PermissionPattern<"text.read" | "text.write" | "site.close">;
    expectTypeOf<Pattern>().toEqualTypeOf<"text.read" | "text.write" | "site.close" | "text.*" | "site.*">();
    // @ts-expect-error a resource that the catalogue does not have
    const role = definePolicy(catalogue, { roles: [{ id: "r", permissions: ["texts.*"] }] });
    expect(role.roles).toHaveLength(1);
  });

  test("in an override or a case", () => {
    const [first] = document.overrides ?? [];
    expect(() => {
      // @ts-expect-error an override takes one permission, or every one
      definePolicy(catalogue, { overrides: [{ id: "o", user: "u", effect: "deny", permission: "text.*" }] });
      // @ts-expect-error a typing mistake
      definePolicy(catalogue, { cases: [{ user: "u", permission: "text.wirte", expect: "deny" }] });
    }).not.toThrow();
    expect(first?.permission).toBe("text.read");
  });

  test("in a need, of the entries themselves or of those they come after", () => {
    const embedded = definePermissions(
      { "text.translate": { description: "Translate texts.", needs: ["asset.view", "text.translate"] } },
      builtInCatalogue([]),
    );
    expectTypeOf(embedded.get).toBeCallableWith("text.translate");
    expectTypeOf(embedded.get).toBeCallableWith("asset.view");
    definePermissions(
      // @ts-expect-error a need that is not there
      { "text.translate": { description: "Translate texts.", needs: ["asset.veiw"] } },
      builtInCatalogue([]),
    );
    expect(embedded.parse("asset.view")).toBe("asset.view");
  });

  test("of a connector that is not loaded, where it is known which are", () => {
    const loaded = builtInCatalogue([
      { id: "mail", name: "Mail" },
      { id: "push", name: "Push" },
    ]);
    expect(loaded.get("deliver.mail").connector).toBe("mail");
    // @ts-expect-error no such connector is loaded
    expect(loaded.get("deliver.maill")).toBeUndefined();
    const installed: { id: string; name: string }[] = [{ id: "mail", name: "Mail" }];
    const open = builtInCatalogue(installed);
    expect(open.get("deliver.mail").needs).toEqual(["asset.download"]);
    // @ts-expect-error which connectors there are is not known, but this is none
    expect(open.get("asset.veiw")).toBeUndefined();
  });
});
