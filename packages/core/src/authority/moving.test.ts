import { describe, expect, test } from "vitest";
import { agency, answerTo, withMore } from "../../test/agency.ts";
import type { Event } from "../state/events.ts";

const movePic = (folder: string): Event => ({ type: "asset.moved", id: "pic", folder });
const moveFolder = (id: string, parent: string | null): Event => ({ type: "folder.moved", id, parent });
const put = (...assets: string[]): Event => ({ type: "collection.assets-set", id: "best", assets });
const flag = (id: string, workspace: boolean): Event => ({ type: "folder.workspace-set", id, workspace });
const connect = (folder: string | null): Event => ({
  type: "connection.created",
  connection: { id: "new", connector: "x", folder, name: "", settings: {} },
});

describe("moves, walls and collections", () => {
  const open = { type: "folder.restriction-set", id: "vault", restricted: false } as const;
  const keeper = { user: "lea", role: "lead", folders: ["vault"] };

  test("a restriction is lifted by who holds what comes in", () => {
    expect(answerTo("lea", open)).toBe("RIGHT_MISSING folder.manage at vault");
    expect(answerTo("lea", open, { world: withMore({ grants: [keeper] }) })).toBe("yes");
    const sent = withMore({
      grants: [keeper, { user: "bob", role: "sender" }, { user: "bob", role: "viewer" }],
    });
    expect(answerTo("lea", open, { world: sent })).toBe("BEYOND_OWN deliver.x at vault");
    expect(answerTo("lea", { ...open, restricted: true }, { world: sent })).toBe("yes");
  });

  test("an asset is moved by who may delete it there and create it here, and holds what others gain", () => {
    expect(answerTo("lea", movePic("client"))).toBe("yes");
    expect(answerTo("bob", movePic("client"))).toBe("RIGHT_MISSING asset.delete at pic");
    expect(answerTo("lea", movePic("vault"))).toBe("RIGHT_MISSING asset.create at vault");
    const sent = withMore({
      folders: { dropbox: { parent: "client" } },
      grants: [
        { user: "bob", role: "sender", folders: ["dropbox"] },
        { user: "bob", role: "viewer", folders: ["dropbox"] },
      ],
    });
    expect(answerTo("lea", movePic("dropbox"), { world: sent })).toBe("BEYOND_OWN deliver.x at pic");
    expect(answerTo("eve", movePic("dropbox"), { world: sent })).toBe("yes");
  });

  test("moving out from under a deny needs the right to write overrides where it stands", () => {
    const world = {
      ...withMore({
        roles: { mover: { permissions: ["asset.*"] } },
        grants: [
          { user: "sam", role: "mover", folders: ["client"] },
          { user: "bob", role: "viewer", folders: ["client"] },
        ],
      }),
      overrides: [{ user: "bob", effect: "deny" as const, permission: "asset.view", folder: "photos" }],
    };
    expect(answerTo("lea", movePic("client"), { world })).toBe("yes");
    expect(answerTo("sam", movePic("client"), { world })).toBe("RIGHT_MISSING overrides.manage at photos");
    expect(answerTo("sam", movePic("client"), { world: { ...world, overrides: [] } })).toBe("yes");
  });

  test("out of a workspace it takes all access", () => {
    const both = withMore({ grants: [{ user: "lea", role: "lead", folders: ["other"] }] });
    const move: Event = { type: "asset.moved", id: "pic", folder: "other" };
    expect(answerTo("lea", move, { world: both })).toBe("ALL_ACCESS_NEEDED");
    expect(answerTo("eve", move, { world: both })).toBe("yes");
    expect(answerTo("eve", move, { key: { permissions: ["asset.*"] } })).toBe("ALL_ACCESS_NEEDED");
    const folder: Event = { type: "folder.moved", id: "photos", parent: "other" };
    expect(answerTo("lea", folder, { world: both })).toBe("ALL_ACCESS_NEEDED");
    expect(answerTo("eve", folder)).toBe("yes");
  });

  test("a folder is moved by who may delete everything inside", () => {
    const world = withMore({
      folders: {
        box: { parent: "client" },
        sealed: { parent: "box", restricted: true },
        goal: { parent: "client" },
      },
    });
    expect(answerTo("lea", moveFolder("photos", "goal"), { world })).toBe("yes");
    expect(answerTo("lea", moveFolder("box", "goal"), { world })).toBe(
      "RIGHT_MISSING asset.delete at sealed",
    );
    expect(answerTo("lea", moveFolder("photos", null), { world })).toBe(
      "RIGHT_MISSING workspace.create at the account",
    );
    expect(answerTo("eve", moveFolder("photos", null), { world })).toBe("yes");
    expect(answerTo("eve", moveFolder("client", "other"), { world })).toBe("yes");
  });

  test("a collection that comes to lie inside a restricted folder opens what is in it to its holders", () => {
    const world = {
      ...withMore({
        folders: { shelf: { parent: "client" } },
        grants: [
          { user: "lea", role: "lead", folders: ["vault"] },
          { user: "bob", role: "sender", collection: "set" },
          { user: "bob", role: "viewer", collection: "set" },
        ],
      }),
      collections: { set: { folder: "shelf", assets: ["secret"] } },
    };
    expect(answerTo("lea", { type: "folder.moved", id: "shelf", parent: "vault" }, { world })).toBe(
      "BEYOND_OWN deliver.x at secret",
    );
    expect(answerTo("eve", { type: "folder.moved", id: "shelf", parent: "vault" }, { world })).toBe("yes");
  });

  test("what is put into a collection is gained by its holders, and must be his to share who puts it there", () => {
    const world = withMore({
      grants: [
        { user: "bob", role: "sender", collection: "best" },
        { user: "bob", role: "viewer", collection: "best" },
      ],
    });
    const two = { ...world, assets: { ...agency.assets, more: { folder: "photos" } } };
    expect(answerTo("lea", put("pic", "ad"))).toBe("RIGHT_MISSING asset.share at ad");
    expect(answerTo("lea", put("pic", "more"), { world: { ...agency, assets: two.assets } })).toBe("yes");
    expect(answerTo("lea", put("pic", "more"), { world: two })).toBe("BEYOND_OWN deliver.x at more");
    expect(answerTo("lea", put(), { world: two })).toBe("yes");
  });

  test("a folder becomes a workspace by who holds what is asked there, and loses its wall by all access alone", () => {
    expect(answerTo("sam", flag("photos", true))).toBe("BEYOND_OWN team.view at photos");
    expect(answerTo("sam", flag("client", false))).toBe("ALL_ACCESS_NEEDED");
    expect(answerTo("eve", [flag("photos", true), flag("photos", false)])).toBe("yes");
  });

  test("a connection is made by who may connect everything it serves, restricted folders too", () => {
    expect(answerTo("lea", connect("photos"))).toBe("yes");
    expect(answerTo("lea", connect("client"))).toBe("RIGHT_MISSING connections.manage at vault");
    expect(answerTo("lea", connect(null))).toBe("RIGHT_MISSING connections.manage at the account");
    const moved = { id: "shop", connector: "x", folder: "photos", name: "", settings: {} };
    expect(answerTo("lea", { type: "connection.changed", connection: moved })).toBe(
      "RIGHT_MISSING connections.manage at vault",
    );
    expect(answerTo("lea", { type: "connection.removed", id: "shop" })).toBe(
      "RIGHT_MISSING connections.manage at vault",
    );
    expect(answerTo("eve", { type: "connection.removed", id: "shop" })).toBe("yes");
  });
});
