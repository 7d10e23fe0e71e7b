import { describe, expect, test } from "vitest";
import { library } from "../../test/worked-examples.ts";
import { asked, type World } from "../../test/world.ts";
import { decide } from "./decide.ts";
import { State } from "../state/state.ts";

describe("the worked examples", () => {
  test.each([
    ["bea", "asset.view", "inbox", "ROLE"],
    ["bea", "asset.edit", "inbox", "NO_GRANT"],
    ["bea", "asset.edit", "raw", "ROLE"],
    ["bea", "asset.view", "legal", "NO_GRANT"],
    ["jon", "asset.view", "contracts", "ROLE"],
    ["kim", "asset.delete", "contracts", "ALL_ACCESS"],
    ["kim", "asset.view", "campaigns", "NO_GRANT"],
    ["kim", "billing.manage", null, "NO_GRANT"],
    ["dan", "asset.delete", "winter", "ROLE"],
    ["dan", "users.manage", null, "NO_GRANT"],
    ["fay", "asset.download", "winter", "OVERRIDE_DENY"],
    ["fay", "asset.download", "raw", "OVERRIDE_ALLOW"],
    ["fay", "asset.download", "logos", "ROLE"],
    ["gil", "asset.download", "inbox", "OVERRIDE_ALLOW"],
    ["gil", "asset.download", "legal", "NO_GRANT"],
    ["cal", "deliver.klaviyo", "campaigns", "ROLE"],
    ["cal", "deliver.braze", "campaigns", "CONNECTOR_OFF"],
    ["ada", "ai.tag", "inbox", "PLAN_FEATURE_MISSING"],
    ["ivy", "asset.view", "inbox", "USER_SUSPENDED"],
    ["lou", "asset.delete", "inbox", "OVERRIDE_DENY"],
    ["mia", "deliver.klaviyo", "summer", "NEEDS"],
    ["nat", "asset.edit", "inbox", "OVERRIDE_DENY"],
  ])("%s asks %s at %s and is answered %s", (user, permission, at, code) => {
    expect(asked(library, user, permission, at)).toBe(code);
  });

  test("hal's grant ends at 1000, not a millisecond later", () => {
    expect(asked(library, "hal", "asset.view", "inbox", 999)).toBe("ROLE");
    expect(asked(library, "hal", "asset.view", "inbox", 1000)).toBe("NO_GRANT");
  });
});

test("at a time that is no number all is denied", () => {
  expect(asked(library, "hal", "asset.view", "inbox", Number.NaN)).toBe("UNKNOWN");
});

describe("what is not known", () => {
  test.each([
    ["nobody", "asset.view", "inbox"],
    ["ada", "asset.fly", "inbox"],
    ["ada", "asset.view", "attic"],
    ["ada", "asset.view", null],
    ["ada", "users.manage", "inbox"],
    ["ada", "team.view", "inbox"],
    ["__proto__", "constructor", "toString"],
  ])("%s asking %s at %s is UNKNOWN, even to all access", (user, permission, at) => {
    expect(asked(library, user, permission, at)).toBe("UNKNOWN");
  });

  test("a state without an account knows nothing", () => {
    const query = { user: "ada", permission: "asset.view", at: "inbox", now: 0 };
    expect(decide(new State(), query)).toEqual({ effect: "deny", code: "UNKNOWN", revision: 0 });
  });

  test("an alias asks for the same permission, unless two answer to it", () => {
    expect(asked(library, "ada", "billing", null)).toBe("ALL_ACCESS");
    const twice = {
      ...library.permissions,
      "users.manage": { level: "account", aliases: ["billing"] },
    } as const;
    expect(asked({ ...library, permissions: twice }, "ada", "billing", null)).toBe("UNKNOWN");
  });
});

describe("needs", () => {
  const needy: World = {
    permissions: {
      send: { needs: ["take", "use"] },
      take: { needs: ["look"] },
      look: {},
      use: { level: "account" },
    },
    folders: { top: {} },
    roles: {
      sender: { permissions: ["send", "take"] },
      looker: { permissions: ["look"] },
      user: { permissions: ["use"] },
    },
    users: { ann: "active" },
  };
  const holding = (...grants: NonNullable<World["grants"]>) =>
    asked({ ...needy, grants }, "ann", "send", "top");

  test("all of them must be allowed, those at the account by an un-narrowed grant", () => {
    const [send, look, use] = ["sender", "looker", "user"].map((role) => ({ user: "ann", role }));
    expect(holding(send!)).toBe("NEEDS");
    expect(holding(send!, look!)).toBe("NEEDS");
    expect(holding(send!, look!, use!)).toBe("ROLE");
    expect(holding(send!, look!, { ...use!, folders: ["top"] })).toBe("NEEDS");
    expect(holding(look!, use!)).toBe("NO_GRANT");
  });

  test("a need of a need at the account is asked there too, where a folder-level one is UNKNOWN", () => {
    const permissions: World["permissions"] = {
      send: { needs: ["look", "use"] },
      look: {},
      use: { level: "account", needs: ["look"] },
    };
    const all: World = {
      ...needy,
      permissions,
      roles: { all: { allAccess: true } },
      grants: [{ user: "ann", role: "all" }],
    };
    expect(asked(all, "ann", "send", "top")).toBe("NEEDS");
    expect(asked(all, "ann", "use", null)).toBe("NEEDS");
  });

  test("needs that many share are asked once, however many ways lead to them", () => {
    const permissions: Record<string, { needs?: string[] }> = { p0: {}, q0: {} };
    for (let at = 1; at < 60; at += 1) {
      for (const row of ["p", "q"]) permissions[row + at] = { needs: [`p${at - 1}`, `q${at - 1}`] };
    }
    const all: World = {
      ...needy,
      permissions,
      roles: { all: { allAccess: true } },
      grants: [{ user: "ann", role: "all" }],
    };
    expect(asked(all, "ann", "p59", "top")).toBe("ALL_ACCESS");
  });
});
