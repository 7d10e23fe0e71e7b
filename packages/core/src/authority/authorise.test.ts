import { describe, expect, test } from "vitest";
import {
  agency,
  answerTo,
  changeRole,
  deny,
  give,
  keyOf,
  stateWithKeys,
  withMore,
} from "../../test/agency.ts";
import { stateOf } from "../../test/world.ts";
import { EventRefused } from "../errors.ts";
import type { Event } from "../state/events.ts";
import { kinds } from "../model.ts";
import { State } from "../state/state.ts";
import { authorise } from "./authorise.ts";

describe("the credential", () => {
  const rename: Event = { type: "folder.renamed", id: "client", name: "Client" };

  test("must be alive, and its owner and account active", () => {
    expect(answerTo("eve", rename)).toBe("yes");
    expect(answerTo("eve", rename, { key: { until: 5 }, now: 4 })).toBe("yes");
    expect(answerTo("eve", rename, { key: { until: 5 }, now: 5 })).toBe("CREDENTIAL_ENDED");
    expect(answerTo("eve", rename, { key: { owner: "lea" } })).toBe("CREDENTIAL_ENDED");
    expect(answerTo("zoe", rename)).toBe("CREDENTIAL_ENDED");
    const shut = { ...agency, account: { status: "suspended" as const } };
    expect(answerTo("eve", rename, { world: shut })).toBe("CREDENTIAL_ENDED");
  });

  test("is what falls short where the owner may and the key does not reach", () => {
    const state = stateWithKeys(agency, keyOf("eve", { folders: ["other"] }));
    const principal = {
      account: "account",
      user: "eve",
      credential: { kind: "key", id: "eve-key" },
    } as const;
    expect(authorise(state, principal, [rename], 0)).toMatchObject({
      code: "RIGHT_MISSING",
      event: "folder.renamed",
      permission: "folder.manage",
      at: "client",
      limit: "CREDENTIAL_SCOPE",
    });
    expect(
      authorise(
        state,
        { ...principal, user: "lea", credential: { kind: "key", id: "lea-key" } },
        [rename],
        0,
      ),
    ).toBeNull();
  });

  test("of founding writes before the account's journal begins, and never after", () => {
    const founding = { account: "account", user: "eve", credential: { kind: "founding" } } as const;
    const plan = { features: [], limits: {} };
    const events: Event[] = [
      { type: "account.created", account: { id: "account", name: "", status: "active", plan } },
      { type: "plan.set", plan },
    ];
    expect(authorise(new State(), founding, events, 0)).toBeNull();
    expect(authorise(stateOf(agency), founding, [{ type: "plan.set", plan }], 0)).toMatchObject({
      code: "CREDENTIAL_ENDED",
    });
    expect(answerTo("eve", { type: "plan.set", plan })).toBe("FOUNDING_ONLY");
    expect(answerTo("eve", { type: "permissions.defined", permissions: [] })).toBe("FOUNDING_ONLY");
    expect(answerTo("eve", events)).toBe("FOUNDING_ONLY");
  });
});

describe("Gatefold itself", () => {
  const gatefold = { account: "account", user: "gatefold", credential: { kind: "gatefold" } } as const;
  const defined: Event = { type: "permissions.defined", permissions: [] };

  test("defines permissions in an account that is founded", () => {
    expect(authorise(stateOf(agency), gatefold, [defined], 0)).toBeNull();
    expect(authorise(new State(), gatefold, [defined], 0)).toMatchObject({
      code: "CREDENTIAL_ENDED",
    });
  });

  test("does nothing else there", () => {
    const others: Event[] = [
      { type: "folder.renamed", id: "photos", name: "Pictures" },
      { type: "plan.set", plan: { features: [], limits: {} } },
      give({ user: "bob", role: "owner" }),
    ];
    for (const event of others) {
      expect(authorise(stateOf(agency), gatefold, [defined, event], 0)).toMatchObject({
        code: "CREDENTIAL_ENDED",
      });
    }
  });
});

describe("a write as a whole", () => {
  test("leaves the state as it was, refused or not", () => {
    const state = stateWithKeys(agency);
    const rows = () => JSON.stringify(kinds.map((kind) => Array.from(state.all(kind))));
    const before = rows();
    const principal = {
      account: "account",
      user: "lea",
      credential: { kind: "key", id: "lea-key" },
    } as const;
    const move: Event = { type: "asset.moved", id: "pic", folder: "client" };
    expect(authorise(state, principal, [move], 0)).toBeNull();
    expect(rows()).toBe(before);
    expect(authorise(state, principal, [move, { ...move, folder: "other" }], 0)).not.toBeNull();
    expect(rows()).toBe(before);
    expect(() =>
      authorise(state, principal, [move, { type: "grant.ended", id: "none", reason: "" }], 0),
    ).toThrow(EventRefused);
    expect(rows()).toBe(before);
    expect(state.find("assetsIn", "photos").map(({ id }) => id)).toEqual(["pic"]);
  });

  test("may rest on what it did itself", () => {
    const folder = { id: "new", parent: "client", name: "New", restricted: false, workspace: false };
    const asset = { id: "shot", folder: "new", name: "", approved: true, expires: null, version: null };
    const events: Event[] = [
      { type: "folder.created", folder },
      { type: "asset.created", asset },
      give({ user: "bob", role: "viewer", folders: ["new"] }),
    ];
    expect(answerTo("lea", events)).toBe("yes");
    expect(answerTo("bob", events)).toBe("RIGHT_MISSING folder.create at client");
  });

  test("adds nothing to what its author may do in it", () => {
    const takeAll = give({ user: "lea", role: "owner" });
    expect(answerTo("lea", [takeAll, { type: "asset.deleted", id: "ad" }])).toMatch(
      /^RIGHT_MISSING grants.manage/,
    );
  });
});

describe("the last person with all access everywhere and no end", () => {
  const spare = { id: "bob-owner", user: "bob", role: "owner" };
  const two = withMore({ grants: [spare] });

  test.each<[string, Event]>([
    ["by ending the grant", { type: "grant.ended", id: "eve-owner", reason: "" }],
    ["by suspending", { type: "user.status-set", id: "eve", status: "suspended" }],
    ["by a role edit", changeRole("owner", { allAccess: true, folders: ["top"] })],
    ["by a deny", deny({ user: "eve", permission: "asset.edit", folder: "photos" })],
    ["by a deny that comes later", deny({ user: "eve", permission: "*", from: 1000 })],
  ])("can't be lost %s", (_how, event) => {
    expect(answerTo("eve", event)).toBe("LAST_ADMIN");
  });

  test("can be lost where another one stays", () => {
    expect(answerTo("eve", { type: "grant.ended", id: "eve-owner", reason: "" }, { world: two })).toBe("yes");
    expect(answerTo("eve", { type: "user.status-set", id: "eve", status: "suspended" }, { world: two })).toBe(
      "yes",
    );
  });

  test.each<[string, object]>([
    ["has an end", { until: 10_000 }],
    ["has not begun", { from: 10_000 }],
    ["is narrowed", { folders: ["top"] }],
    ["is of a suspended person", { user: "zoe" }],
    ["is of an empty group", { user: null, group: "club" }],
  ])("is not replaced by one whose grant %s", (_how, fields) => {
    const world = withMore({ grants: [{ ...spare, ...fields }] });
    expect(answerTo("eve", { type: "grant.ended", id: "eve-owner", reason: "" }, { world })).toBe(
      "LAST_ADMIN",
    );
  });

  test("may hold it by a group, and then not leave it", () => {
    const grants = [
      { group: "crew", role: "owner" },
      ...(agency.grants ?? []).filter(({ id }) => id !== "eve-owner"),
    ];
    const leave: Event = { type: "group.member-removed", id: "crew", user: "bob" };
    expect(answerTo("bob", leave, { world: { ...agency, grants } })).toBe("LAST_ADMIN");
    expect(
      answerTo(
        "bob",
        { type: "group.member-added", id: "crew", user: "lea" },
        { world: { ...agency, grants } },
      ),
    ).toBe("yes");
  });
});
