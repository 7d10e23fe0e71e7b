import { describe, expect, test } from "vitest";
import { agency, allow, changeRole, deny, give, withMore } from "../../test/agency.ts";
import { stateOf, type World } from "../../test/world.ts";
import type { Event } from "../state/events.ts";
import { planChanges } from "../state/fold.ts";
import { diffOf } from "./diff.ts";

const diffIn = (world: World, ...events: readonly Event[]) => {
  const state = stateOf(world);
  return diffOf(state, planChanges(state, events), 0);
};
const rowsOf = (...events: readonly Event[]) => diffIn(agency, ...events).rows;
const folder = (id: string | null, except: string[] = [], reach = "all") => ({
  kind: "folder",
  folder: id,
  reach,
  except,
});

describe("diffOf", () => {
  test("says who gains what, where and until when", () => {
    expect(rowsOf(give({ user: "bob", role: "viewer", folders: ["client"], until: 50 }))).toEqual([
      {
        effect: "gains",
        users: ["bob"],
        permissions: ["asset.view"],
        places: [folder("client", [], "open")],
        from: 0,
        until: 50,
      },
    ]);
  });

  test("counts what is needed: a right alone that rests on one that is not there is no gain", () => {
    expect(rowsOf(give({ user: "bob", role: "sender", folders: ["client"] }))).toEqual([]);
    const rows = rowsOf(
      give({ user: "bob", role: "sender", folders: ["photos"] }),
      allow({ user: "bob", permission: "asset.view", folder: "photos" }),
    );
    expect(rows.map(({ permissions }) => permissions)).toEqual([
      ["asset.view", "asset.download", "deliver.x"],
    ]);
  });

  test("puts people together who gain the same, and names what is left out", () => {
    const world = withMore({ users: { kai: "active" }, groups: { crew: ["bob", "kai"], club: [] } });
    const [row, ...others] = diffIn(
      world,
      give({ group: "crew", role: "owner", folders: ["top"] }),
      deny({ user: "bob", permission: "*", folder: "photos" }),
      deny({ id: "other", user: "kai", permission: "*", folder: "photos" }),
    ).rows.filter(({ permissions }) => permissions.includes("asset.edit"));
    expect(row).toMatchObject({ users: ["bob", "kai"], places: [folder("top", ["photos"])] });
    expect(others).toEqual([]);
  });

  test("says what a restriction takes away, and from whom", () => {
    const rows = rowsOf({ type: "folder.restriction-set", id: "photos", restricted: true });
    expect(rows).toMatchObject([
      { effect: "loses", users: ["lea"], places: [folder("photos")] },
      { effect: "loses", users: ["sam"], places: [folder("photos")] },
    ]);
  });

  test("says later changes at the moment they come", () => {
    const rows = rowsOf(
      give({ user: "bob", role: "viewer", folders: ["photos"], from: 10, until: 30 }),
      deny({ user: "bob", permission: "asset.view", from: 20, until: 25 }),
    );
    expect(rows.map(({ from, until }) => [from, until])).toEqual([
      [10, 20],
      [25, 30],
    ]);
  });

  test("says of rights over the account that they are the account's", () => {
    const rows = rowsOf(changeRole("staff", { permissions: ["users.manage", "billing.view"] }));
    expect(rows).toMatchObject([
      { effect: "gains", permissions: ["billing.view"], places: [{ kind: "account" }] },
      { effect: "loses", places: [{ kind: "account" }] },
    ]);
  });

  test("says of what only workspaces have that it is each workspace's", () => {
    const insights = changeRole("viewer", { permissions: ["asset.view", "insights.view"] });
    const [row] = rowsOf(insights);
    expect(row).toMatchObject({
      users: ["sam"],
      permissions: ["insights.view"],
      places: [
        { kind: "workspace", workspace: "client" },
        { kind: "workspace", workspace: "other" },
      ],
    });
  });

  test("names what comes and what goes", () => {
    const { created, deleted, rows } = diffIn(
      agency,
      {
        type: "folder.created",
        folder: { id: "new", parent: "photos", name: "", restricted: false, workspace: false },
      },
      { type: "asset.deleted", id: "ad" },
    );
    expect({ created, deleted }).toEqual({ created: ["new"], deleted: ["ad"] });
    expect(rows.filter(({ users }) => users.includes("sam"))).toMatchObject([
      { effect: "gains", permissions: ["asset.view"], places: [folder("new")] },
      { effect: "loses", permissions: ["asset.view"], places: [{ kind: "asset", asset: "ad" }] },
    ]);
  });

  test("has no rows where nobody gains or loses, whatever was changed", () => {
    const without: Event[] = [
      { type: "folder.renamed", id: "client", name: "renamed" },
      give({ user: "eve", role: "viewer" }),
      { type: "group.member-added", id: "club", user: "bob" },
      deny({ user: "zoe", permission: "*" }),
    ];
    expect(rowsOf(...without)).toEqual([]);
    expect(rowsOf(give({ user: "zoe", role: "owner" }))).toEqual([]);
  });

  test("leaves the state as it was", () => {
    const state = stateOf(agency);
    const changes = planChanges(state, [{ type: "user.status-set", id: "lea", status: "suspended" }]);
    expect(diffOf(state, changes, 0).rows).not.toEqual([]);
    expect(state.get("user", "lea")?.status).toBe("active");
    expect(diffOf(state, changes, 0)).toEqual(diffOf(state, changes, 0));
  });
});

/** People each with a folder of his own, and one folder that all see. */
function crowd(people: number): World {
  const users = Array.from({ length: people }, (_, at) => `u${at}`);
  return {
    permissions: { "asset.view": {} },
    folders: {
      top: {},
      common: { parent: "top" },
      ...Object.fromEntries(users.map((user) => [`of-${user}`, { parent: "common" }])),
    },
    roles: { viewer: { permissions: ["asset.view"] } },
    users: Object.fromEntries(users.map((user) => [user, "active"])),
    grants: users.map((user) => ({ id: user, user, role: "viewer", folders: [`of-${user}`], until: 5 })),
  };
}

describe("what can't be touched", () => {
  test("is not asked: a grant costs the same among many", () => {
    const { rows } = diffIn(crowd(2000), give({ user: "u7", role: "viewer", folders: ["common"] }));
    expect(rows).toMatchObject([
      { users: ["u7"], from: 0, until: null, places: [folder("common", ["of-u7"])] },
      { users: ["u7"], from: 5, until: null, places: [folder("of-u7")] },
    ]);
  });
});
