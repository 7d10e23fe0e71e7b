import { can, decide, type Event, parsePolicy, permissionsAt, type State } from "@gatefold/core";
import { beforeEach, describe, expect, test } from "vitest";
import { preview } from "./preview.ts";

const document = {
  version: 1,
  permissions: ["asset.view", { id: "asset.edit", needs: ["asset.view"] }],
  folders: [
    { id: "campaigns", name: "Campaigns" },
    { id: "legal", name: "Legal", parent: "campaigns", restricted: true },
  ],
  roles: [
    { id: "editor", permissions: ["asset.*"] },
    { id: "viewer", permissions: ["asset.view"] },
  ],
  groups: [{ id: "team", members: ["bea"] }],
  users: [{ id: "bea" }, { id: "cal" }],
  grants: [
    { id: "team-editor", group: "team", role: "editor", folders: ["campaigns"] },
    { id: "cal-viewer", user: "cal", role: "viewer", folders: ["campaigns"], until: 1000 },
  ],
};
const join: Event = { type: "group.member-added", id: "team", user: "cal" };
const leave: Event = { type: "group.member-removed", id: "team", user: "bea" };

let state: State;
beforeEach(() => {
  ({ state } = parsePolicy(document));
});

describe("a preview", () => {
  test("says who gains, where and when, and what nobody had already", () => {
    expect(preview(state, [join], 0)).toMatchObject({
      gains: [
        "cal gains asset.edit on Campaigns, but not in restricted folders below.",
        "cal gains asset.view on Campaigns, but not in restricted folders below from 1970-01-01T00:00:01.000Z.",
      ],
      losses: [],
    });
  });

  test("says who loses by the same change", () => {
    const { gains, losses } = preview(state, [join, leave], 2000);
    expect(gains).toEqual([
      "cal gains asset.view and asset.edit on Campaigns, but not in restricted folders below.",
    ]);
    expect(losses).toEqual([
      "bea loses asset.view and asset.edit on Campaigns, but not in restricted folders below.",
    ]);
  });

  test("changes nothing", () => {
    const before = permissionsAt(state, "cal", "campaigns", 0);
    preview(state, [join], 0);
    expect(permissionsAt(state, "cal", "campaigns", 0)).toEqual(before);
    expect(state.revision).toBe(0);
  });

  test("becomes true when it is committed", () => {
    preview(state, [join], 0).commit();
    expect(permissionsAt(state, "cal", "campaigns", 0)).toEqual(["asset.view", "asset.edit"]);
    expect(can(state, "cal", "asset.view", "legal", 0)).toBe(false);
    expect(decide(state, { user: "cal", permission: "asset.edit", at: "campaigns", now: 0 }).revision).toBe(
      1,
    );
  });

  test("is not committed to a world that it was not made of", () => {
    const shown = preview(state, [join], 0);
    preview(state, [leave], 0).commit();
    expect(() => shown.commit()).toThrow("look again");
    expect(can(state, "cal", "asset.edit", "campaigns", 0)).toBe(false);
  });

  test("of what may not be says so", () => {
    expect(() => preview(state, [{ ...join, user: "zoe" }], 0)).toThrow('no user "zoe"');
  });
});
