import { expect, test } from "vitest";
import { allow, answerTo, give, keyOf, role, withMore } from "../../test/agency.ts";
import { type Event, eventSchema, type EventType } from "../state/events.ts";

const world = withMore({
  folders: { empty: { parent: "client" } },
  grants: [{ id: "g", user: "sam", role: "viewer", folders: ["client"] }],
});
const sha256 = "0".repeat(64);
const version = { id: "v", sha256, bytes: 1, mime: "image/png", width: 1, height: 1 };
const folder = { id: "new", name: "", restricted: false };
const collection = { id: "new", folder: "client", name: "", assets: ["pic"] };
const connection = { id: "new", connector: "x", folder: "client", name: "", settings: {} };
const user = { id: "new", username: "new", name: "", email: null, kind: "person", status: "active" } as const;
const asset = { id: "new", folder: "client", name: "", approved: true, expires: null, version: null };
const denied = [
  { id: "o", user: "sam", effect: "deny" as const, permission: "asset.view", folder: "client" },
];

/** Every event, and the first right it asks of somebody who has none. */
const asked: { [Type in EventType]: readonly [Omit<Extract<Event, { type: Type }>, "type">, string][] } = {
  "account.created": [
    [
      { account: { id: "a", name: "", status: "active", plan: { features: [], limits: {} } } },
      "FOUNDING_ONLY",
    ],
  ],
  "plan.set": [[{ plan: { features: [], limits: {} } }, "FOUNDING_ONLY"]],
  "permissions.defined": [[{ permissions: [] }, "FOUNDING_ONLY"]],
  "account.creator-role-set": [[{ role: "viewer" }, "ALL_ACCESS_NEEDED"]],
  "account.status-set": [[{ status: "suspended" }, "account.manage at the account"]],
  "folder.created": [
    [{ folder: { ...folder, parent: "client", workspace: false } }, "folder.create at client"],
    [{ folder: { ...folder, parent: "top", workspace: true } }, "workspace.create at the account"],
    [{ folder: { ...folder, parent: null, workspace: false } }, "workspace.create at the account"],
  ],
  "folder.renamed": [[{ id: "photos", name: "" }, "folder.manage at photos"]],
  "folder.moved": [[{ id: "photos", parent: "top" }, "folder.manage at photos"]],
  "folder.restriction-set": [[{ id: "photos", restricted: true }, "folder.manage at photos"]],
  "folder.workspace-set": [[{ id: "photos", workspace: true }, "workspace.create at the account"]],
  "folder.deleted": [[{ id: "empty" }, "folder.manage at empty"]],
  "asset.created": [[{ asset }, "asset.create at client"]],
  "asset.renamed": [[{ id: "pic", name: "" }, "asset.edit at pic"]],
  "asset.moved": [[{ id: "pic", folder: "client" }, "asset.delete at pic"]],
  "asset.versioned": [[{ id: "pic", version }, "asset.edit at pic"]],
  "asset.approval-set": [[{ id: "pic", approved: true }, "asset.approve at pic"]],
  "asset.expiry-set": [[{ id: "pic", expires: 5 }, "asset.edit at pic"]],
  "asset.deleted": [[{ id: "pic" }, "asset.delete at pic"]],
  "collection.created": [[{ collection }, "collection.manage at client"]],
  "collection.assets-set": [[{ id: "best", assets: [] }, "collection.manage at client"]],
  "collection.renamed": [[{ id: "best", name: "" }, "collection.manage at client"]],
  "collection.deleted": [[{ id: "best" }, "collection.manage at client"]],
  "role.created": [
    [{ role: { ...role("new"), permissions: [], folders: "all" } }, "roles.manage at the account"],
  ],
  "role.changed": [
    [{ role: { ...role("viewer"), permissions: [], folders: "all" } }, "roles.manage at the account"],
  ],
  "role.deleted": [[{ id: "sender" }, "roles.manage at the account"]],
  "group.created": [[{ group: { id: "new", name: "", members: [] } }, "users.manage at the account"]],
  "group.renamed": [[{ id: "crew", name: "" }, "users.manage at the account"]],
  "group.member-added": [[{ id: "club", user: "bob" }, "users.manage at the account"]],
  "group.member-removed": [[{ id: "crew", user: "bob" }, "users.manage at the account"]],
  "group.deleted": [[{ id: "crew" }, "users.manage at the account"]],
  "user.created": [[{ user }, "users.manage at the account"]],
  "user.changed": [[{ id: "bob", username: "bob", name: "", email: null }, "users.manage at the account"]],
  "user.status-set": [[{ id: "zoe", status: "active" }, "users.manage at the account"]],
  "grant.given": [
    [
      give({ user: "bob", role: "viewer", folders: ["client"] }) as Extract<Event, { type: "grant.given" }>,
      "grants.manage at client",
    ],
  ],
  "grant.ended": [[{ id: "g", reason: "" }, "grants.manage at client"]],
  "override.set": [
    [
      allow({ user: "bob", permission: "asset.view", folder: "client" }) as Extract<
        Event,
        { type: "override.set" }
      >,
      "overrides.manage at client",
    ],
  ],
  "override.ended": [[{ id: "o", reason: "" }, "overrides.manage at client"]],
  "connection.created": [[{ connection }, "connections.manage at client"]],
  "connection.changed": [[{ connection: { ...connection, id: "shop" } }, "connections.manage at client"]],
  "connection.removed": [[{ id: "shop" }, "connections.manage at client"]],
  "key.created": [
    [
      { key: { ...keyOf("bob"), id: "new", permissions: null, folders: null, connections: null } },
      "web-api.use at the account",
    ],
    [
      { key: { ...keyOf("sam"), id: "new", permissions: null, folders: null, connections: null } },
      "keys.manage at the account",
    ],
  ],
  "key.rolled": [
    [{ id: "bob-key", previousUntil: 0 }, "web-api.use at the account"],
    [{ id: "eve-key", previousUntil: 0 }, "keys.manage at the account"],
  ],
  "key.revoked": [
    [{ id: "bob-key" }, "web-api.use at the account"],
    [{ id: "eve-key" }, "keys.manage at the account"],
  ],
  "change.undone": [],
};

const rows = Object.entries(asked).flatMap(([type, cases]) =>
  cases.map(([fields, answer]) => ({ type, answer, event: eventSchema.parse({ ...fields, type }) })),
);

test.each(rows)("$type asks for $answer", ({ event, answer }) => {
  const refused = / at /.test(answer) ? `RIGHT_MISSING ${answer}` : answer;
  expect(answerTo("bob", event, { world: { ...world, overrides: denied } })).toBe(refused);
});

test.each(rows.filter(({ answer }) => answer !== "FOUNDING_ONLY"))(
  "$type may be by who has all access",
  ({ event }) => {
    expect(answerTo("eve", event, { world: { ...world, overrides: denied } })).toBe("yes");
  },
);
