import { describe, expect, test } from "vitest";
import { small } from "../../test/small-world.ts";
import { asked, type World } from "../../test/world.ts";

const given = (grant: object, roles = small.roles): World => ({
  ...small,
  roles: roles ?? {},
  grants: [{ user: "ann", role: "viewer", ...grant }],
});

describe("where a grant takes hold", () => {
  test("on one asset, also in a restricted folder, and on nothing beside it", () => {
    expect(asked(given({ asset: "secret" }), "ann", "asset.view", "secret")).toBe("ROLE");
    expect(asked(given({ asset: "secret" }), "ann", "asset.view", "deep")).toBe("NO_GRANT");
    expect(asked(given({ asset: "secret" }), "ann", "asset.view", "pic")).toBe("NO_GRANT");
  });

  test("on a collection's assets, but not in a restricted folder that the collection is outside of", () => {
    expect(asked(given({ collection: "outside" }), "ann", "asset.view", "pic")).toBe("ROLE");
    expect(asked(given({ collection: "outside" }), "ann", "asset.view", "secret")).toBe("NO_GRANT");
    expect(asked(given({ collection: "outside", role: "all" }), "ann", "asset.view", "secret")).toBe(
      "NO_GRANT",
    );
    expect(asked(given({ collection: "inside" }), "ann", "asset.view", "secret")).toBe("ROLE");
    expect(asked(given({ collection: "inside" }), "ann", "asset.view", "vault")).toBe("NO_GRANT");
  });

  test("nowhere, where the role's list or the grant's is empty", () => {
    expect(asked(given({ folders: [] }), "ann", "asset.view", "top")).toBe("NO_GRANT");
    const nowhere = { viewer: { permissions: ["asset.*"], folders: [] } };
    expect(asked(given({}, nowhere), "ann", "asset.view", "top")).toBe("NO_GRANT");
  });

  test("under the role's folders and under the grant's, whichever is the deeper", () => {
    const inVault = { viewer: { permissions: ["asset.*"], folders: ["vault", "other"] } };
    expect(asked(given({ folders: ["client"] }, inVault), "ann", "asset.view", "secret")).toBe("ROLE");
    expect(asked(given({ folders: ["client"] }, inVault), "ann", "asset.view", "other")).toBe("NO_GRANT");
    expect(asked(given({ asset: "pic" }, inVault), "ann", "asset.view", "pic")).toBe("NO_GRANT");
  });

  test("for all members of a group", () => {
    const group: World = { ...small, groups: { team: ["ann"] }, grants: [{ group: "team", role: "viewer" }] };
    expect(asked(group, "ann", "asset.view", "top")).toBe("ROLE");
    expect(asked({ ...group, groups: { team: [] } }, "ann", "asset.view", "top")).toBe("NO_GRANT");
  });

  test("not at all without the plan feature of its role", () => {
    const paid = { viewer: { permissions: ["asset.*"], feature: "pro" } };
    expect(asked(given({}, paid), "ann", "asset.view", "top")).toBe("NO_GRANT");
    expect(asked({ ...given({}, paid), features: ["pro"] }, "ann", "asset.view", "top")).toBe("ROLE");
  });

  test("a wildcard names folder-level permissions alone", () => {
    const levels: World = {
      ...small,
      permissions: { "team.view": { level: "workspace" }, "team.sing": {}, "team.pay": { level: "account" } },
      folders: { client: { workspace: true } },
      assets: {},
      collections: {},
      roles: { crew: { permissions: ["team.*"] } },
      grants: [{ user: "ann", role: "crew" }],
    };
    expect(asked(levels, "ann", "team.sing", "client")).toBe("ROLE");
    expect(asked(levels, "ann", "team.view", "client")).toBe("NO_GRANT");
    expect(asked(levels, "ann", "team.pay", null)).toBe("NO_GRANT");
  });
});
