import { describe, expect, test } from "vitest";
import { answerTo, give, withMore } from "../../test/agency.ts";
import { eventsOf, grantOf, type World } from "../../test/world.ts";
import type { Event } from "../state/events.ts";
import { foldEvents } from "../state/fold.ts";
import type { State } from "../state/state.ts";
import { parsePolicy } from "../policy/parse.ts";
import { decide } from "./decide.ts";
import { explain } from "./explain.ts";

/** Ann contributes of her own, Ben by a group; each manages a picture as long as that lasts. */
const world: World = {
  permissions: { "asset.create": {}, "asset.delete": {} },
  folders: { library: {} },
  assets: { hers: { folder: "library" }, his: { folder: "library" } },
  roles: {
    contributor: { permissions: ["asset.create"] },
    manager: { permissions: ["asset.delete"] },
  },
  users: { ann: "active", ben: "active" },
  groups: { studio: ["ben"] },
  grants: [
    { id: "ann-creates", user: "ann", role: "contributor", from: 10, until: 40 },
    { id: "studio-creates", group: "studio", role: "contributor" },
    { id: "ann-made", user: "ann", role: "manager", asset: "hers", livesBy: "ann-creates" },
    { id: "ben-made", user: "ben", role: "manager", asset: "his", livesBy: "studio-creates" },
    { id: "ben-more", user: "ben", role: "manager", livesBy: "ben-made", until: 30 },
  ],
};

const after = (...events: readonly Event[]): State => foldEvents([...eventsOf(world), ...events]);
const grantsIn = (state: State) => Array.from(state.all("grant"), ({ id }) => id);
const mayDelete = (state: State, user: string, at: string, now = 20) =>
  decide(state, { user, permission: "asset.delete", at, now }).effect;

describe("a grant that lives by another", () => {
  test("counts within the window of that one, and says so", () => {
    const state = after();
    const answers = [9, 10, 39, 40].map((now) => mayDelete(state, "ann", "hers", now));
    expect(answers).toEqual(["deny", "allow", "allow", "deny"]);
    const query = { user: "ann", permission: "asset.delete", at: "hers" };
    expect(explain(state, { ...query, now: 20 }).by).toMatchObject([{ grant: "ann-made", until: 40 }]);
    expect(explain(state, { ...query, now: 40 }).missed).toMatchObject([
      { cause: "expired", grant: "ann-made" },
    ]);
  });

  test("is held by who holds that one by a group", () => {
    expect(mayDelete(after(), "ben", "his")).toBe("allow");
  });

  test("keeps its own end where that comes first", () => {
    expect([29, 30].map((now) => mayDelete(after(), "ben", "hers", now))).toEqual(["allow", "deny"]);
  });

  test.each<[string, Event, string[]]>([
    [
      "that one is ended",
      { type: "grant.ended", id: "ann-creates", reason: "" },
      ["studio-creates", "ben-made", "ben-more"],
    ],
    [
      "its holder leaves the group he holds that one by",
      { type: "group.member-removed", id: "studio", user: "ben" },
      ["ann-creates", "studio-creates", "ann-made"],
    ],
    [
      "the group is deleted, with whatever lives by it in turn",
      { type: "group.deleted", id: "studio" },
      ["ann-creates", "ann-made"],
    ],
    [
      "the asset that the one before it is narrowed to is deleted",
      { type: "asset.deleted", id: "his" },
      ["ann-creates", "studio-creates", "ann-made"],
    ],
  ])("ends when %s", (_when, event, left) => {
    expect(grantsIn(after(event))).toEqual(left);
  });

  test("does not come back when its holder joins the group again", () => {
    const left: Event = { type: "group.member-removed", id: "studio", user: "ben" };
    const state = after(left, { type: "group.member-added", id: "studio", user: "ben" });
    expect(mayDelete(state, "ben", "his")).toBe("deny");
  });

  test("stays when somebody else leaves the group", () => {
    const joined: Event = { type: "group.member-added", id: "studio", user: "ann" };
    const state = after(joined, { type: "group.member-removed", id: "studio", user: "ann" });
    expect(mayDelete(state, "ben", "his")).toBe("allow");
  });

  test("keeps a role from being deleted, like any other", () => {
    expect(() => after({ type: "role.deleted", id: "manager" })).toThrow("3 grants still give this role");
  });

  test.each<[string, Event]>([
    ["one that is not there", give({ user: "ann", role: "manager", livesBy: "nothing" })],
    ["itself", give({ user: "ann", role: "manager", livesBy: "new-grant" })],
    ["somebody else's", give({ user: "ann", role: "manager", livesBy: "studio-creates" })],
    ["any, where it is a group's", give({ group: "studio", role: "manager", livesBy: "studio-creates" })],
  ])("can't live by %s", (_by, event) => {
    expect(() => after(event)).toThrow(/There is no grant|only by one that the same user holds/);
  });

  test("counts for nobody where the one it lives by is not his: a table that was changed by hand opens nothing", () => {
    const state = after();
    state.put("group", "studio", { id: "studio", name: "", members: [] });
    expect(mayDelete(state, "ben", "his")).toBe("deny");
    state.put(
      "grant",
      "ann-creates",
      grantOf("ann-creates", { user: "ann", role: "contributor", livesBy: "ann-made" }),
    );
    expect(mayDelete(state, "ann", "hers")).toBe("deny");
  });

  test("is read from a policy document, in any order", () => {
    const { state } = parsePolicy({
      version: 1,
      permissions: ["asset.create", "asset.delete"],
      folders: [{ id: "library" }],
      roles: [{ id: "any", permissions: ["asset.delete"] }],
      users: [{ id: "ann" }],
      grants: [
        { id: "second", user: "ann", role: "any", livesBy: "first" },
        { id: "first", user: "ann", role: "any", folders: [], until: 25 },
      ],
    });
    expect([20, 25].map((now) => mayDelete(state, "ann", "library", now))).toEqual(["allow", "deny"]);
    expect(state.get("grant", "first")).not.toHaveProperty("livesBy");
  });

  test("gives nobody more than its giver holds, for as long as it can count", () => {
    const agency = withMore({
      grants: [
        { id: "lea-ends", user: "lea", role: "viewer", folders: ["other"], until: 50 },
        { id: "bob-ends", user: "bob", role: "viewer", folders: ["other"], until: 50 },
        { id: "lea-gives", user: "lea", role: "lead", folders: ["other"], until: 50 },
      ],
    });
    const toBob = { user: "bob", role: "viewer", folders: ["other"] };
    expect(answerTo("lea", give(toBob), { world: agency })).toBe("BEYOND_OWN asset.view at other");
    expect(answerTo("lea", give({ ...toBob, livesBy: "bob-ends" }), { world: agency })).toBe("yes");
  });
});
