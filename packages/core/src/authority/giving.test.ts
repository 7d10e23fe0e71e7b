import { describe, expect, test } from "vitest";
import { agency, answerTo, give, keyOf, stateWithKeys, withMore } from "../../test/agency.ts";
import { authorise } from "./authorise.ts";

const seeIn = (folder: string) => give({ user: "bob", role: "viewer", folders: [folder] });
const seeUntil = (until: number | null) => give({ user: "bob", role: "viewer", folders: ["client"], until });

describe("giving", () => {
  test("what one holds where one holds it is allowed", () => {
    expect(answerTo("lea", give({ user: "bob", role: "viewer", folders: ["client"] }))).toBe("yes");
    expect(answerTo("lea", give({ user: "bob", role: "lead", folders: ["photos"] }))).toBe("yes");
    expect(answerTo("lea", give({ group: "crew", role: "viewer", asset: "pic" }))).toBe("yes");
    expect(answerTo("lea", give({ group: "club", role: "viewer", collection: "best" }))).toBe("yes");
    expect(answerTo("eve", give({ user: "bob", role: "owner" }))).toBe("yes");
  });

  test("asks for the right at each place where the grant takes hold", () => {
    const narrow = withMore({
      roles: { local: { permissions: ["asset.view"], folders: ["photos", "other"] } },
    });
    const at = (fields: object) =>
      answerTo("lea", give({ user: "bob", role: "viewer", ...fields }), { world: narrow });
    expect(at({ folders: ["client", "other"] })).toBe("RIGHT_MISSING grants.manage at other");
    expect(at({})).toBe("RIGHT_MISSING grants.manage at the account");
    expect(at({ folders: [] })).toBe("RIGHT_MISSING grants.manage at the account");
    expect(at({ asset: "ad" })).toBe("RIGHT_MISSING grants.manage at ad");
    expect(at({ role: "local", folders: ["client"] })).toBe("yes");
    expect(at({ role: "local" })).toBe("RIGHT_MISSING grants.manage at other");
    expect(at({ role: "local", folders: ["vault"] })).toBe("RIGHT_MISSING grants.manage at the account");
  });

  test("does not ask inside restricted folders, where the grant does not reach; all access does", () => {
    const boss = withMore({ roles: { boss: { allAccess: true } } });
    const events = give({ user: "bob", role: "boss", folders: ["client"] });
    expect(answerTo("lea", events, { world: boss })).toBe("RIGHT_MISSING grants.manage at vault");
    const led = withMore({
      roles: boss.roles ?? {},
      grants: [{ user: "lea", role: "boss", folders: ["client"] }],
    });
    expect(answerTo("lea", events, { world: led })).toBe("yes");
  });

  test("a permission one lacks is refused, also to who holds it already by another right", () => {
    const send = give({ user: "bob", role: "sender", folders: ["client"] });
    expect(answerTo("lea", send)).toBe("BEYOND_OWN deliver.x at client");
    const held = withMore({ grants: [{ user: "bob", role: "sender", folders: ["client"] }] });
    expect(answerTo("lea", send, { world: held })).toBe("BEYOND_OWN deliver.x at client");
  });

  test("a permission one holds only in name, for want of what it needs, is refused", () => {
    const blind = withMore({ grants: [{ user: "lea", role: "sender", folders: ["client"] }] });
    expect(
      answerTo("lea", give({ user: "bob", role: "sender", folders: ["client"] }), { world: blind }),
    ).toBe("yes");
    const denied = {
      ...blind,
      overrides: [{ user: "lea", effect: "deny" as const, permission: "asset.view", folder: "photos" }],
    };
    expect(
      answerTo("lea", give({ user: "bob", role: "sender", folders: ["client"] }), { world: denied }),
    ).toBe("BEYOND_OWN asset.download at photos");
  });

  test("what unlocks a stronger right that waits for it is refused", () => {
    const waiting = withMore({ grants: [{ user: "bob", role: "sender", folders: ["client"] }] });
    const see = give({ user: "bob", role: "viewer", folders: ["client"] });
    expect(answerTo("lea", see)).toBe("yes");
    expect(answerTo("lea", see, { world: waiting })).toBe("BEYOND_OWN deliver.x at client");
  });

  test("over a folder where oneself is denied is refused, there alone", () => {
    const denied = {
      ...agency,
      overrides: [{ user: "lea", effect: "deny" as const, permission: "asset.view", folder: "photos" }],
    };
    expect(answerTo("lea", seeIn("client"), { world: denied })).toBe("BEYOND_OWN asset.view at photos");
    expect(answerTo("lea", seeIn("photos"), { world: denied })).toBe("BEYOND_OWN asset.view at photos");
  });

  test("past one's own end is refused, up to it allowed", () => {
    const others = (agency.grants ?? []).filter(({ id }) => id !== "lea-lead");
    const mine = { user: "lea", role: "lead", folders: ["client"], until: 100 };
    const ending = { ...agency, grants: [...others, mine] };
    expect(answerTo("lea", seeUntil(100), { world: ending })).toBe("yes");
    expect(answerTo("lea", seeUntil(101), { world: ending })).toBe("BEYOND_OWN asset.view at client");
    expect(answerTo("lea", seeUntil(null), { world: ending })).toBe("BEYOND_OWN asset.view at client");
  });

  test("past the key's end is refused, and over a denied time in between", () => {
    expect(answerTo("eve", seeUntil(50), { key: { until: 50 } })).toBe("yes");
    expect(answerTo("eve", seeUntil(51), { key: { until: 50 } })).toBe("BEYOND_OWN asset.view at client");
    const paused = {
      ...agency,
      overrides: [{ user: "lea", effect: "deny" as const, permission: "asset.view", from: 20, until: 30 }],
    };
    expect(answerTo("lea", seeUntil(20), { world: paused })).toBe("yes");
    expect(answerTo("lea", seeUntil(40), { world: paused })).toBe("BEYOND_OWN asset.view at client");
    const after = give({ user: "bob", role: "viewer", folders: ["client"], from: 30, until: 40 });
    expect(answerTo("lea", after, { world: paused })).toBe("yes");
  });

  test("says until when it may be given", () => {
    const state = stateWithKeys(agency, keyOf("eve", { until: 86_400_000 }));
    const principal = {
      account: "account",
      user: "eve",
      credential: { kind: "key", id: "eve-key" },
    } as const;
    const refusal = authorise(state, principal, [give({ user: "bob", role: "viewer" })], 0);
    expect(refusal).toMatchObject({ code: "BEYOND_OWN", from: 86_400_000, event: "grant.given" });
    expect(refusal?.message).toContain("let it end by 1970-01-02T00:00:00.000Z");
  });

  test("with a narrow key of an all-access owner gives no more than the key reaches", () => {
    const all = give({ user: "bob", role: "owner" });
    expect(answerTo("eve", all, { key: { folders: ["client"] } })).toBe(
      "RIGHT_MISSING grants.manage at the account",
    );
    const one = give({ user: "bob", role: "owner", folders: ["client"] });
    expect(answerTo("eve", one, { key: { folders: ["client"] } })).toBe("yes");
    const rights = ["grants.manage", "access.explain", "asset.view"];
    expect(answerTo("eve", one, { key: { permissions: rights } })).toMatch(/^BEYOND_OWN/);
    const see = give({ user: "bob", role: "viewer" });
    expect(answerTo("eve", see, { key: { permissions: rights } })).toBe("yes");
    const send = give({ user: "bob", role: "sender", folders: ["client"] });
    expect(answerTo("eve", send, { key: { connections: ["shop"] } })).toBe("BEYOND_OWN deliver.x at client");
  });

  test("a role that is void for want of a plan feature counts as if it were not", () => {
    const world = withMore({ roles: { later: { permissions: ["deliver.*"], feature: "pro" } } });
    expect(answerTo("lea", give({ user: "bob", role: "later", folders: ["client"] }), { world })).toBe(
      "BEYOND_OWN deliver.x at client",
    );
  });

  test("by a role of one's own that is void gives nothing", () => {
    const world = withMore({
      roles: { later: { allAccess: true, feature: "pro" } },
      grants: [{ user: "lea", role: "later" }],
    });
    expect(answerTo("lea", give({ user: "bob", role: "sender", folders: ["client"] }), { world })).toBe(
      "BEYOND_OWN deliver.x at client",
    );
  });

  test("ends by who could have given", () => {
    const world = withMore({
      grants: [
        { id: "here", user: "bob", role: "viewer", folders: ["client"] },
        { id: "far", user: "bob", role: "viewer" },
      ],
    });
    expect(answerTo("lea", { type: "grant.ended", id: "here", reason: "" }, { world })).toBe("yes");
    expect(answerTo("lea", { type: "grant.ended", id: "far", reason: "" }, { world })).toBe(
      "RIGHT_MISSING grants.manage at the account",
    );
  });
});

describe("giving to somebody who made thousands of things", () => {
  const ids = Array.from({ length: 4000 }, (_, at) => `made-${at}`);
  const busy = withMore({
    grants: ids.map((id) => ({ id, user: "bob", role: "viewer", asset: id })),
  });
  const world = {
    ...busy,
    assets: { ...busy.assets, ...Object.fromEntries(ids.map((id) => [id, { folder: "photos" }])) },
  };

  test("looks on each of them only at what takes hold there, and so needs no all access", () => {
    expect(answerTo("lea", seeUntil(99), { world })).toBe("yes");
  });
});
