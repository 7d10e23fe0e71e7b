import { describe, expect, test } from "vitest";
import { small } from "../../test/small-world.ts";
import { asked, type World } from "../../test/world.ts";

describe("gates", () => {
  const admin: World = { ...small, grants: [{ user: "ann", role: "all" }] };
  const connected = (folder: string | null): World => ({
    ...admin,
    connections: [{ id: "c", connector: "x", folder }],
  });

  test("an account that is suspended answers nobody", () => {
    expect(asked({ ...admin, account: { status: "suspended" } }, "ann", "asset.view", "top")).toBe(
      "ACCOUNT_SUSPENDED",
    );
  });

  test("a connection serves its folder and all below, and no more", () => {
    expect(asked(connected("client"), "ann", "deliver.x", "client")).toBe("ALL_ACCESS");
    expect(asked(connected("client"), "ann", "deliver.x", "secret")).toBe("ALL_ACCESS");
    expect(asked(connected("client"), "ann", "deliver.x", "other")).toBe("CONNECTION_ELSEWHERE");
    expect(asked(connected(null), "ann", "deliver.x", "other")).toBe("ALL_ACCESS");
  });

  test("a connection that is named must be there, of this connector, and serve the place", () => {
    const two = {
      ...admin,
      connections: [
        { id: "c", connector: "x" },
        { id: "d", connector: "y" },
      ],
    };
    expect(asked(two, "ann", "deliver.x", "pic", 0, "c")).toBe("ALL_ACCESS");
    expect(asked(two, "ann", "deliver.x", "pic", 0, "d")).toBe("CONNECTION_ELSEWHERE");
    expect(asked(two, "ann", "deliver.x", "pic", 0, "e")).toBe("CONNECTION_ELSEWHERE");
    expect(asked(two, "ann", "asset.view", "pic", 0, "e")).toBe("ALL_ACCESS");
  });

  test("an asset that has expired leaves by no exit, and is not downloaded", () => {
    const dated: World = {
      ...connected(null),
      assets: { pic: { folder: "client", expires: 100 } },
      collections: {},
    };
    for (const exit of ["asset.share", "deliver.x", "asset.download"]) {
      expect(asked(dated, "ann", exit, "pic", 99)).toBe("ALL_ACCESS");
      expect(asked(dated, "ann", exit, "pic", 100)).toBe("ASSET_EXPIRED");
    }
    expect(asked(dated, "ann", "asset.view", "pic", 100)).toBe("ALL_ACCESS");
  });

  test("an asset that is not approved leaves by no exit, but may be downloaded", () => {
    const draft: World = {
      ...connected(null),
      assets: { pic: { folder: "client", approved: false } },
      collections: {},
    };
    expect(asked(draft, "ann", "asset.share", "pic")).toBe("ASSET_NOT_APPROVED");
    expect(asked(draft, "ann", "deliver.x", "pic")).toBe("ASSET_NOT_APPROVED");
    expect(asked(draft, "ann", "asset.download", "pic")).toBe("ALL_ACCESS");
  });
});
