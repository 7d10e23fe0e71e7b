import { type Event, planChanges } from "@gatefold/core";
import { must, type World } from "../../../apps/gateway/test/world.ts";

export const hour = 3_600_000;
export const day = 24 * hour;

/** A library under whatever the account's root is called; of it, a restricted folder, and one for pictures. */
const folders = [
  ["summer", null, false],
  ["raw", "summer", false],
  ["legal", "summer", true],
  ["winter", null, false],
] as const;

const roles: Readonly<Record<string, readonly string[]>> = {
  viewer: ["asset.view"],
  sender: ["asset.view", "asset.download"],
  lead: ["asset.*", "folder.*", "grants.manage", "access.explain", "collection.manage"],
  carrier: ["asset.view", "asset.create", "asset.delete", "folder.*"],
  judge: ["overrides.manage", "grants.manage", "access.explain", "asset.view"],
  staff: ["users.manage", "roles.manage", "keys.manage", "web-api.use", "workspace.create"],
  door: ["web-api.use", "audit.export"],
};

/** Who is given what, where, and for how many days: some give who give for a while only. */
const given: readonly [who: string, role: string, folder: string | null, days: number | null][] = [
  ["ann", "door", null, null],
  ["ann", "lead", "summer", null],
  ["ann", "judge", "summer", 3],
  ["ann", "carrier", "winter", null],
  ["bob", "door", null, null],
  ["bob", "lead", "winter", 5],
  ["bob", "staff", null, 5],
  ["bob", "sender", null, null],
  ["cid", "door", null, null],
  ["cid", "staff", null, null],
  ["cid", "judge", null, 3],
  ["cid", "lead", "legal", null],
  ["studio", "viewer", "winter", null],
  ["cid", "carrier", "summer", null],
  ["dan", "viewer", null, 2],
  ["dan", "sender", "summer", null],
];

export interface Beginning {
  readonly account: string;
  readonly root: string;
  /** Of everybody who has a key. */
  readonly tokens: Map<string, { readonly token: string; readonly key: string }>;
}

/** An account with people in it who may give each other a little. Ids are names, so that a failing run can be read. */
export async function begin(world: World): Promise<Beginning> {
  const ada = await world.found();
  const { account, root, owner } = ada;
  const events = eventsOf(root, world.clock.now);
  const { state, head } = await world.store.journal.load(account);
  const principal = { account, user: owner, credential: { kind: "founding" } } as const;
  const changes = planChanges(state, events);
  await world.store.journal.append({
    account,
    expected: head,
    at: world.clock.now,
    principal,
    origin: "founding",
    events,
    changes,
  });
  const tokens = new Map([["ada", { token: ada.token, key: ada.key }]]);
  for (const who of ["ann", "bob", "cid"]) {
    const answer = await world.call<{ token: string; key: { id: string } }>(ada.token, "POST /v1/keys", {
      name: who,
      owner: who,
    });
    const { token, key } = must(answer, 201);
    tokens.set(who, { token, key: key.id });
  }
  return { account, root, tokens };
}

function eventsOf(root: string, now: number): Event[] {
  const open = { asset: null, collection: null, from: null, reason: "", givenBy: null };
  return [
    ...["ann", "bob", "cid", "dan"].map((id): Event => ({
      type: "user.created",
      user: { id, username: id, name: id, email: null, kind: "person", status: "active" },
    })),
    { type: "group.created", group: { id: "studio", name: "studio", members: [] } },
    ...folders.map(([id, parent, restricted]): Event => ({
      type: "folder.created",
      folder: { id, parent: parent ?? root, name: id, restricted, workspace: false },
    })),
    ...["raw", "legal", "winter"].map((folder): Event => ({
      type: "asset.created",
      asset: {
        id: `pic-${folder}`,
        folder,
        name: `${folder}.png`,
        approved: true,
        expires: null,
        version: null,
      },
    })),
    { type: "collection.created", collection: { id: "best", folder: "summer", name: "best", assets: [] } },
    ...Object.entries(roles).map(([id, permissions]): Event => ({
      type: "role.created",
      role: {
        id,
        name: id,
        description: "",
        permissions: [...permissions],
        folders: "all",
        allAccess: false,
        feature: null,
      },
    })),
    ...given.map(([who, role, folder, days], at): Event => ({
      type: "grant.given",
      grant: {
        ...open,
        id: `given-${at}`,
        user: who === "studio" ? null : who,
        group: who === "studio" ? who : null,
        role,
        folders: folder === null ? null : [folder],
        until: days === null ? null : now + days * day,
      },
    })),
    {
      type: "grant.given",
      grant: {
        ...open,
        id: "given-best",
        user: "dan",
        group: null,
        role: "sender",
        folders: null,
        collection: "best",
        until: null,
      },
    },
    {
      type: "override.set",
      override: {
        id: "no-legal",
        user: "bob",
        effect: "deny",
        permission: "asset.download",
        folder: null,
        from: null,
        until: null,
        reason: "",
        givenBy: null,
      },
    },
    {
      type: "override.set",
      override: {
        id: "no-raw",
        user: "ann",
        effect: "deny",
        permission: "asset.delete",
        folder: "raw",
        from: null,
        until: now + 4 * day,
        reason: "",
        givenBy: null,
      },
    },
  ];
}
