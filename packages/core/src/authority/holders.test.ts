import { describe, expect, test } from "vitest";
import { answerTo, changeRole, give, keyOf, role, stateWithKeys, withMore } from "../../test/agency.ts";
import type { Event } from "../state/events.ts";
import { authorise } from "./authorise.ts";

const join = (id: string, user = "lea"): Event => ({ type: "group.member-added", id, user });

const make = (owner: string, cut = {}): Event =>
  ({ type: "key.created", key: { ...keyOf(owner, cut), id: "new-key" } }) as Event;
const roll = (user: string): Event => ({ type: "key.rolled", id: `${user}-key`, previousUntil: 0 });
const revoke = (user: string): Event => ({ type: "key.revoked", id: `${user}-key` });

describe("roles, groups and people", () => {
  test("a role is edited by who holds what its holders gain", () => {
    const world = withMore({
      grants: [
        { user: "bob", role: "viewer", folders: ["client"] },
        { user: "sam", role: "lead", folders: ["photos"] },
      ],
    });
    const wider = changeRole("viewer", { permissions: ["asset.view", "asset.delete"] });
    expect(answerTo("lea", wider, { world })).toBe("RIGHT_MISSING roles.manage at the account");
    expect(answerTo("sam", wider, { world })).toBe("BEYOND_OWN asset.delete at the account");
    expect(answerTo("eve", wider, { world })).toBe("yes");
    expect(answerTo("sam", changeRole("viewer", { permissions: [] }), { world })).toBe("yes");
  });

  test("a role becomes all access, or reaches more folders, by the same rule", () => {
    const local = { id: "g", user: "bob", role: "local" };
    const world = withMore({
      roles: { local: { permissions: ["asset.view", "asset.edit"], folders: ["photos"] } },
      grants: [local],
    });
    expect(answerTo("sam", changeRole("local", { allAccess: true, folders: ["photos"] }), { world })).toMatch(
      /^BEYOND_OWN asset.* at photos/,
    );
    expect(
      answerTo("sam", changeRole("local", { permissions: ["asset.view"], folders: "all" }), { world }),
    ).toBe("yes");
    expect(
      answerTo(
        "sam",
        changeRole("local", { permissions: ["asset.view", "asset.edit"], folders: ["client"] }),
        { world },
      ),
    ).toBe("BEYOND_OWN asset.edit at client");
  });

  test("a role that nobody has may hold anything; giving it is another matter", () => {
    expect(answerTo("sam", { type: "role.created", role: role("new", { allAccess: true }) } as Event)).toBe(
      "yes",
    );
    const world = withMore({ roles: { idle: { allAccess: true } } });
    expect(answerTo("lea", give({ user: "bob", role: "idle", folders: ["photos"] }), { world })).toMatch(
      /^BEYOND_OWN/,
    );
  });

  test("who joins a group gains its rights, now and when the group's are all it has", () => {
    const world = withMore({
      grants: [
        { group: "club", role: "sender", folders: ["client"] },
        { group: "crew", role: "viewer" },
      ],
    });
    expect(answerTo("sam", join("club"), { world })).toBe("BEYOND_OWN deliver.x at client");
    expect(answerTo("sam", join("club", "sam"), { world })).toBe("BEYOND_OWN asset.download at client");
    expect(answerTo("sam", join("crew"), { world })).toBe("yes");
    expect(answerTo("lea", join("crew"), { world })).toBe("RIGHT_MISSING users.manage at the account");
    expect(answerTo("sam", { type: "group.member-removed", id: "crew", user: "bob" }, { world })).toBe("yes");
  });

  test("who is active again gains all he has", () => {
    const wake: Event = { type: "user.status-set", id: "zoe", status: "active" };
    expect(answerTo("sam", wake)).toBe("yes");
    const world = withMore({ grants: [{ user: "zoe", role: "owner", folders: ["photos"] }] });
    expect(answerTo("sam", wake, { world })).toMatch(/^BEYOND_OWN .* at photos/);
  });

  test("rights given to who is suspended count as if he were not", () => {
    expect(answerTo("lea", give({ user: "zoe", role: "sender", folders: ["client"] }))).toBe(
      "BEYOND_OWN deliver.x at client",
    );
  });
});

describe("keys", () => {
  test("of one's own reach no further and live no longer than the key that makes them", () => {
    const rights = ["web-api.use", "asset.*"];
    expect(answerTo("sam", make("sam"))).toBe("yes");
    expect(answerTo("sam", make("sam"), { key: { permissions: rights } })).toBe("BEYOND_OWN");
    expect(
      answerTo("sam", make("sam", { permissions: ["asset.view"] }), { key: { permissions: rights } }),
    ).toBe("yes");
    expect(
      answerTo("sam", make("sam", { permissions: ["asset.*", "deliver.x"] }), {
        key: { permissions: rights },
      }),
    ).toBe("BEYOND_OWN");
    expect(answerTo("sam", make("sam"), { key: { connections: ["shop"] } })).toBe("BEYOND_OWN");
    expect(answerTo("sam", make("sam", { until: 50 }), { key: { until: 50 } })).toBe("yes");
    expect(answerTo("sam", make("sam", { until: 51 }), { key: { until: 50 } })).toBe("BEYOND_OWN");
    expect(answerTo("sam", make("sam"), { key: { until: 50 } })).toBe("BEYOND_OWN");
    expect(answerTo("bob", make("bob"))).toBe("RIGHT_MISSING web-api.use at the account");
  });

  test("of another person are made by who has all access alone, since he can then act as that person", () => {
    expect(answerTo("sam", make("bob"))).toBe("ALL_ACCESS_NEEDED");
    expect(answerTo("lea", make("bob"))).toBe("RIGHT_MISSING keys.manage at the account");
    expect(answerTo("eve", make("bob"))).toBe("yes");
    expect(answerTo("eve", make("bob"), { key: { permissions: ["keys.manage"] } })).toBe("BEYOND_OWN");
  });

  test("of a service are made by who holds what the service may", () => {
    const state = stateWithKeys(withMore({ grants: [{ user: "bob", role: "sender", folders: ["client"] }] }));
    const service = state.get("user", "bob");
    state.put("user", "bob", service && { ...service, kind: "service" });
    const principal = {
      account: "account",
      user: "sam",
      credential: { kind: "key", id: "sam-key" },
    } as const;
    const code = (event: Event) => authorise(state, principal, [event], 0)?.code ?? "yes";
    expect(code(make("bob"))).toBe("yes");
    expect(code(roll("bob"))).toBe("yes");
    state.put("override", "sees", {
      id: "sees",
      user: "bob",
      effect: "allow",
      permission: "asset.view",
      folder: null,
      from: null,
      until: null,
      reason: "",
      givenBy: null,
    });
    expect(code(make("bob"))).toBe("BEYOND_OWN");
    expect(code(make("bob", { permissions: ["asset.view"] }))).toBe("yes");
    expect(code(make("bob", { folders: ["other"] }))).toBe("yes");
    for (const cut of [{}, { permissions: ["asset.view"] }, { folders: ["other"] }]) {
      const key = { ...keyOf("bob", cut), id: "bob-key" };
      state.put("key", key.id, key);
      expect(code(roll("bob"))).toBe(code(make("bob", cut)));
      expect(state.get("key", key.id)).toEqual(key);
    }
    state.put("key", "bob-key", keyOf("bob"));
    expect(code(roll("bob"))).toBe("BEYOND_OWN");
  });

  test("are revoked by their owner, or by who manages keys", () => {
    expect(answerTo("sam", revoke("sam"))).toBe("yes");
    expect(answerTo("sam", revoke("eve"))).toBe("yes");
    expect(answerTo("lea", revoke("eve"))).toBe("RIGHT_MISSING keys.manage at the account");
  });
});
