import { describe, expect, test } from "vitest";
import {
  agency,
  allow,
  answerTo,
  changeRole,
  deny,
  give,
  stateWithKeys,
  withMore,
} from "../../test/agency.ts";
import { eventsOf, type World } from "../../test/world.ts";
import { decide } from "../decisions/decide.ts";
import type { Creator, Event } from "../state/events.ts";
import { foldEvents } from "../state/fold.ts";
import { parsePolicy } from "../policy/parse.ts";
import { grantToCreateBy } from "./creators.ts";

/** Bob may add to the client's photos until 50 and does not give rights; makers manage what they make. */
const world = withMore({
  account: { creatorRole: "maker" },
  roles: {
    adder: { permissions: ["asset.create", "folder.create", "asset.view"] },
    maker: { permissions: ["asset.view", "asset.edit", "asset.delete", "folder.manage"] },
    both: { permissions: ["asset.*", "folder.*"] },
  },
  grants: [
    { id: "bob-adds", user: "bob", role: "adder", folders: ["photos"], until: 50 },
    { id: "bob-views", user: "bob", role: "viewer" },
    { id: "sam-adds", user: "sam", role: "adder", folders: ["photos"] },
  ],
});

const creator: Creator = { user: "bob", grant: "gift", livesBy: "bob-adds" };
const added = (other: Partial<Creator> = {}, folder = "photos"): Event => ({
  type: "asset.created",
  asset: { id: "new", folder, name: "", approved: true, expires: null, version: null },
  creator: { ...creator, ...other },
});
const made: Event = {
  type: "folder.created",
  folder: { id: "set", parent: "photos", name: "", restricted: false, workspace: false },
  creator: { ...creator, grant: "folder-gift" },
};
const stateAfter = (...events: Event[]) => foldEvents([...eventsOf(world), ...events]);
const may = (state: ReturnType<typeof stateAfter>, permission: string, at: string, now = 0) =>
  decide(state, { user: "bob", permission, at, now }).effect === "allow";
const narrowed = (...permissions: string[]) => changeRole("adder", { permissions });
const madeStaysHis = (...events: Event[]) => {
  const state = stateAfter(added(), made, ...events);
  return [may(state, "asset.delete", "new"), may(state, "folder.manage", "set")];
};

const plan = (...features: string[]): Event => ({ type: "plan.set", plan: { features, limits: {} } });

describe("who makes a thing", () => {
  test("[M4] manages it, and nothing else, while the right lasts that let him make it", () => {
    const state = stateAfter(added(), made);
    expect([may(state, "asset.delete", "new"), may(state, "asset.delete", "pic")]).toEqual([true, false]);
    expect([may(state, "folder.manage", "set"), may(state, "folder.manage", "photos")]).toEqual([
      true,
      false,
    ]);
    expect([49, 50].map((now) => may(state, "asset.delete", "new", now))).toEqual([true, false]);
  });

  test("[M4] and not after it was taken away", () => {
    const ended: Event = { type: "grant.ended", id: "bob-adds", reason: "" };
    const state = stateAfter(added(), made, ended);
    expect(may(state, "asset.delete", "new")).toBe(false);
    expect(may(state, "folder.manage", "set")).toBe(false);
    expect(may(state, "asset.view", "new")).toBe(true);
  });

  test("[M4] and not after the role that let him make it names that no longer, also where it names it again", () => {
    expect(madeStaysHis(narrowed("asset.create", "folder.create"))).toEqual([true, true]);
    expect(madeStaysHis(narrowed("asset.*", "workspace.create"))).toEqual([true, true]);
    expect(madeStaysHis(narrowed("asset.view", "folder.create"))).toEqual([false, true]);
    expect(madeStaysHis(narrowed("asset.create"))).toEqual([true, false]);
    expect(madeStaysHis(narrowed(), narrowed("asset.create", "folder.create"))).toEqual([false, false]);
  });

  test("[M4] and not after the right is denied to him there, unless a nearer allow overrules that", () => {
    const create = { user: "bob", permission: "asset.create" };
    expect(madeStaysHis(deny({ ...create, folder: "client" }))).toEqual([false, true]);
    expect(madeStaysHis(deny({ ...create, permission: "folder.create", folder: null }))).toEqual([
      true,
      false,
    ]);
    expect(madeStaysHis(deny({ ...create, permission: "*", folder: "photos" }))).toEqual([false, false]);
    const ended: Event = { type: "override.ended", id: "new", reason: "" };
    expect(madeStaysHis(deny({ ...create, id: "new", folder: "client" }), ended)).toEqual([false, true]);
    expect(
      madeStaysHis(deny({ ...create, folder: "other" }), deny({ ...create, id: "sams", user: "sam" })),
    ).toEqual([true, true]);
    const nearer = allow({ ...create, id: "nearer", folder: "photos" });
    expect(madeStaysHis(nearer, deny({ ...create, folder: "client" }))).toEqual([true, true]);
  });

  test("[M4] and not after the role is cut down to other folders, or void in the account's plan", () => {
    const permissions = ["asset.create", "folder.create"];
    expect(madeStaysHis(changeRole("adder", { permissions, folders: ["client"] }))).toEqual([true, true]);
    expect(madeStaysHis(changeRole("adder", { permissions, folders: ["other"] }))).toEqual([false, false]);
    expect(madeStaysHis(changeRole("adder", { permissions, folders: [] }))).toEqual([false, false]);
    const booked = changeRole("adder", { permissions, feature: "making" });
    expect(madeStaysHis(booked)).toEqual([false, false]);
    expect(madeStaysHis(plan("making"), booked)).toEqual([true, true]);
    expect(madeStaysHis(plan("making"), booked, plan())).toEqual([false, false]);
    expect(madeStaysHis(plan("making"), plan())).toEqual([true, true]);
  });

  test("[M4] loses it by nothing else that is done to that role", () => {
    const given = give({ user: "bob", role: "maker", folders: ["photos"], livesBy: "bob-views" });
    const state = stateAfter(given, changeRole("viewer", { permissions: [] }));
    expect(may(state, "asset.delete", "pic")).toBe(true);
  });

  test("[M4] uses what he got and gives it to nobody, himself included: it would not end with his right to make", () => {
    const gift = { id: "gift", user: "bob", role: "maker", asset: "pic", livesBy: "crew-adds" };
    const crew = { id: "crew-adds", group: "crew", role: "adder", folders: ["photos"] };
    const managing = (...grants: World["grants"] & object) => ({
      ...world,
      roles: {
        ...world.roles,
        maker: { permissions: ["asset.view", "asset.delete", "access.explain", "grants.manage"] },
      },
      grants: [...(world.grants ?? []), crew, gift, ...grants],
    });
    const told = (fields: object, account: World = managing()) =>
      answerTo("bob", give({ role: "maker", asset: "pic", ...fields }), { world: account });
    expect(told({ user: "bob" })).toBe("BEYOND_OWN asset.delete at pic");
    expect(told({ user: "sam" })).toBe("BEYOND_OWN asset.delete at pic");
    expect(told({ user: "bob", livesBy: "crew-adds" })).toBe("BEYOND_OWN asset.delete at pic");
    expect(told({ user: "sam", role: "viewer" })).toBe("yes");
    expect(answerTo("bob", { type: "asset.deleted", id: "pic" }, { world: managing() })).toBe("yes");
    const own = { id: "bob-manages", user: "bob", role: "maker", folders: ["photos"] };
    expect(told({ user: "sam" }, managing(own))).toBe("yes");
  });

  test("may be given by the account what he could not give himself", () => {
    expect(answerTo("bob", added(), { world })).toBe("yes");
    expect(answerTo("bob", made, { world })).toBe("yes");
  });

  test.each([
    ["is somebody else", added({ user: "sam", livesBy: "sam-adds" })],
    ["names a grant that does not let him", added({ livesBy: "bob-views" })],
    ["names somebody else's grant", added({ livesBy: "sam-adds" })],
    ["may not make it there", added({}, "client")],
  ])("is not credited where he %s", (_why, event) => {
    expect(answerTo("bob", event, { world })).toMatch(/^RIGHT_MISSING asset.create/);
  });

  test("gives himself nothing more in the same write", () => {
    const more = allow({ user: "bob", permission: "asset.share", folder: "photos" });
    expect(answerTo("bob", [added(), more], { world })).toMatch(/^RIGHT_MISSING overrides.manage/);
  });

  test("is not credited where the account gives nothing", () => {
    expect(() => foldEvents([...eventsOf(agency), added({ livesBy: "g" })])).toThrow("gets no role here");
  });
});

const set = (role: string | null): Event => ({ type: "account.creator-role-set", role });
const reading = (creatorRole: string, roles: object[]) => () =>
  parsePolicy({ version: 1, account: { creatorRole }, roles });

describe("what creators get", () => {
  test("is set by all access alone, for it gives what others hold", () => {
    expect(answerTo("eve", set("viewer"), { world })).toBe("yes");
    expect(answerTo("sam", set("viewer"), { world })).toBe("ALL_ACCESS_NEEDED");
    expect(answerTo("eve", set("viewer"), { world, key: { permissions: ["account.manage"] } })).toBe(
      "ALL_ACCESS_NEEDED",
    );
  });

  test("is changed by all access alone, also while nobody has it", () => {
    const wider = changeRole("maker", { permissions: ["asset.*"] });
    expect(answerTo("sam", wider, { world })).toBe("ALL_ACCESS_NEEDED");
    expect(answerTo("sam", changeRole("viewer", { permissions: [] }), { world })).toBe("yes");
    expect(answerTo("eve", wider, { world })).toBe("yes");
  });

  test("is never all access, and stays while it is what creators get", () => {
    expect(() => stateAfter(set("owner"))).toThrow("never gives all access");
    expect(() => stateAfter(changeRole("maker", { allAccess: true }))).toThrow("never gives all access");
    expect(() => stateAfter({ type: "role.deleted", id: "maker" })).toThrow("choose another");
    expect(stateAfter(set(null), { type: "role.deleted", id: "maker" }).get("role", "maker")).toBeUndefined();
  });

  test("is read from a policy document", () => {
    const { state } = reading("maker", [{ id: "maker" }])();
    expect(state.get("account", "account")?.creatorRole).toBe("maker");
    expect(reading("gone", [])).toThrow('account.creatorRole: There is no role "gone"');
    expect(reading("all", [{ id: "all", allAccess: true }])).toThrow("never gives all access");
  });
});

/** By which grant somebody could add to the photos, were there these grants too. */
function by(grants: World["grants"] = [], user = "bob"): string | undefined {
  const state = stateWithKeys({ ...world, grants: [...(world.grants ?? []), ...grants] });
  return grantToCreateBy(state, { user, permission: "asset.create", at: "photos", now: 0 });
}

describe("the right to live by", () => {
  test("is the grant that lets him, and of several the one that lasts longest", () => {
    expect(by()).toBe("bob-adds");
    expect(by([{ id: "later", user: "bob", role: "adder", until: 60 }])).toBe("later");
    expect(by([{ id: "sooner", user: "bob", role: "adder", until: 40 }])).toBe("bob-adds");
    expect(by([{ id: "never-ends", group: "crew", role: "adder" }])).toBe("never-ends");
  });

  test("is none where a grant that lasts as long gives as much, or nothing lets him", () => {
    expect(by([{ id: "whole", user: "bob", role: "both", until: 50 }])).toBeUndefined();
    expect(by([{ id: "whole", user: "bob", role: "both", until: 40 }])).toBe("bob-adds");
    expect(by([], "eve")).toBeUndefined();
    expect(by([], "lea")).toBeUndefined();
    expect(by([], "nobody")).toBeUndefined();
    expect(
      grantToCreateBy(stateWithKeys(agency), {
        user: "lea",
        permission: "asset.create",
        at: "photos",
        now: 0,
      }),
    ).toBeUndefined();
  });
});
