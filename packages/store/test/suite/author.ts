import { applyChanges, type Event, planChanges, type Principal, type State } from "@gatefold/core";
import type { Append, Head, Store } from "../../src/index.ts";

/** Plans events on what it last saw and appends them, as a gateway does. */
export interface Author {
  readonly account: string;
  readonly principal: Principal;
  state: State;
  head: Head;
  /** What `write` hands to the journal. */
  plan(events: readonly Event[], extra?: Partial<Append>): Append;
  write(events: readonly Event[], extra?: Partial<Append>): Promise<Head>;
}

export async function authorOf(store: Store, account = "acme"): Promise<Author> {
  const principal: Principal = { account, user: "ada", credential: { kind: "key", id: "key-1" } };
  const author: Author = {
    account,
    principal,
    ...(await store.journal.load(account)),
    plan: (events, extra) => ({
      account,
      expected: author.head,
      at: 1_764_000_000_000,
      principal,
      origin: "api",
      events,
      changes: planChanges(author.state, events),
      ...extra,
    }),
    async write(events, extra) {
      const append = author.plan(events, extra);
      author.head = await store.journal.append(append);
      applyChanges(author.state, append.changes, author.head.seq);
      return author.head;
    },
  };
  return author;
}

/** An author whose account has been founded. */
export async function founderOf(store: Store, account = "acme"): Promise<Author> {
  const author = await authorOf(store, account);
  await author.write(founding(account), { origin: "founding" });
  return author;
}

export function founding(account: string): Event[] {
  return [
    {
      type: "account.created",
      account: { id: account, name: "Acme", status: "active", plan: { features: [], limits: { users: 5 } } },
    },
  ];
}

export function folderCreated(id: string, parent: string | null = null, name = `Folder ${id}`): Event {
  return { type: "folder.created", folder: { id, parent, name, restricted: false, workspace: false } };
}

export function assetCreated(id: string, folder: string): Event {
  return {
    type: "asset.created",
    asset: {
      id,
      folder,
      name: `Picture ${id}`,
      approved: true,
      expires: null,
      version: {
        id: `${id}-1`,
        sha256: "0".repeat(64),
        bytes: 1200,
        mime: "image/png",
        width: 30,
        height: 20,
      },
    },
  };
}

export function userCreated(id: string, email: string | null = `${id}@example.com`): Event {
  return {
    type: "user.created",
    user: { id, username: id, name: `Person ${id}`, email, kind: "person", status: "active" },
  };
}

/** One of every kind of entity, with and without its optional parts. */
export const everyKind: readonly Event[] = [
  {
    type: "permissions.defined",
    permissions: [
      {
        id: "asset.view",
        level: "folder",
        needs: [],
        feature: null,
        connector: null,
        description: "See",
        aliases: [],
      },
      {
        id: "deliver.some",
        level: "folder",
        needs: ["asset.view"],
        feature: "connectors",
        connector: "some",
        description: "Send",
        aliases: ["send"],
      },
    ],
  },
  folderCreated("library"),
  folderCreated("brand", "library"),
  { type: "folder.restriction-set", id: "brand", restricted: true },
  assetCreated("logo", "brand"),
  { type: "asset.expiry-set", id: "logo", expires: 1_800_000_000_000 },
  {
    type: "asset.created",
    asset: { id: "bare", folder: "library", name: "Bare", approved: false, expires: null, version: null },
  },
  {
    type: "collection.created",
    collection: { id: "set", folder: "library", name: "Set", assets: ["logo", "bare"] },
  },
  userCreated("ada"),
  userCreated("bea", null),
  { type: "group.created", group: { id: "studio", name: "Studio", members: ["bea", "ada"] } },
  role("everywhere", "all"),
  role("nowhere", []),
  role("there", ["brand"]),
  grant("g1", { user: "ada" }),
  grant("g2", { group: "studio", folders: ["brand"], from: 5, until: 9, givenBy: "ada" }),
  grant("g3", { user: "bea", asset: "logo" }),
  grant("g4", { user: "bea", collection: "set" }),
  grant("g5", { user: "bea", asset: "bare", livesBy: "g2" }),
  {
    type: "override.set",
    override: {
      id: "o1",
      user: "bea",
      effect: "deny",
      permission: "*",
      folder: null,
      from: null,
      until: null,
      reason: "",
      givenBy: null,
    },
  },
  {
    type: "connection.created",
    connection: {
      id: "c1",
      connector: "some",
      folder: "brand",
      name: "Main",
      settings: { list: [1, { a: null }] },
    },
  },
  {
    type: "key.created",
    key: {
      id: "key-1",
      owner: "ada",
      name: "Laptop",
      permissions: ["asset.view"],
      folders: null,
      connections: [],
      until: 99,
    },
  },
];

function role(id: string, folders: "all" | string[]): Event {
  return {
    type: "role.created",
    role: {
      id,
      name: id,
      description: "",
      permissions: ["asset.*", "deliver.some"],
      folders,
      allAccess: folders === "all",
      feature: null,
    },
  };
}

type GrantGiven = Extract<Event, { type: "grant.given" }>["grant"];

function grant(id: string, parts: Partial<GrantGiven>): Event {
  const whole = {
    user: null,
    group: null,
    folders: null,
    asset: null,
    collection: null,
    from: null,
    until: null,
  };
  return {
    type: "grant.given",
    grant: { id, role: "there", reason: `because of ${id}`, givenBy: null, ...whole, ...parts },
  };
}
