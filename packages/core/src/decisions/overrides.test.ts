import { describe, expect, test } from "vitest";
import { small } from "../../test/small-world.ts";
import { asked, type World } from "../../test/world.ts";

const overridden = (...overrides: World["overrides"] & object): World => ({
  ...small,
  grants: [
    { user: "ann", role: "viewer" },
    { user: "ann", role: "viewer", folders: ["vault"] },
  ],
  overrides,
});

describe("overrides", () => {
  const of = { user: "ann", permission: "asset.view" } as const;

  test("an allow from outside a restricted folder ends the search for a deny, but grants nothing", () => {
    const world = overridden({ ...of, effect: "deny" }, { ...of, effect: "allow", folder: "client" });
    expect(asked(world, "ann", "asset.view", "pic")).toBe("OVERRIDE_ALLOW");
    expect(asked(world, "ann", "asset.view", "secret")).toBe("ROLE");
    expect(asked(world, "ann", "asset.view", "other")).toBe("OVERRIDE_DENY");
  });

  test("a deny flows into restricted folders, and `*` is every permission", () => {
    const world = overridden({ ...of, effect: "deny", permission: "*", folder: "client" });
    expect(asked(world, "ann", "asset.view", "secret")).toBe("OVERRIDE_DENY");
    expect(asked(world, "ann", "asset.share", "pic")).toBe("OVERRIDE_DENY");
    expect(asked(world, "ann", "asset.share", "other")).toBe("ROLE");
  });

  test("an override outside its window is as if absent", () => {
    const world = overridden({ ...of, effect: "deny", from: 10, until: 20 });
    const codes = [9, 10, 19, 20].map((now) => asked(world, "ann", "asset.view", "pic", now));
    expect(codes).toEqual(["ROLE", "OVERRIDE_DENY", "OVERRIDE_DENY", "ROLE"]);
  });

  test("at the account, only account-wide ones count", () => {
    const permissions = { "users.manage": { level: "account" } } as const;
    const world = (folder: string | null): World => ({
      permissions,
      folders: { top: {} },
      users: { ann: "active" },
      overrides: [{ user: "ann", effect: "allow", permission: "*", folder }],
    });
    expect(asked(world(null), "ann", "users.manage", null)).toBe("OVERRIDE_ALLOW");
    expect(asked(world("top"), "ann", "users.manage", null)).toBe("NO_GRANT");
  });
});
