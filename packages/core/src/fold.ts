import type { Entities, Kind } from "./model.ts";
import type { Event } from "./events.ts";
import { EventRefused } from "./errors.ts";
import { type Change, ROOT, State } from "./state.ts";

/**
 * What these events, in order, would change in this state; the state is left as it was. Throws `EventRefused` at the
 * first event that may not happen. Rows that end as they were are left out.
 */
export function planChanges(state: State, events: readonly Event[]): Change[] {
  const log: Change[] = [];
  try {
    for (const event of events) fold(new Draft(state, log), event);
  } finally {
    for (const change of log.toReversed()) state.put(change.kind, change.id, change.before);
  }
  return condense(log);
}

/** Makes planned changes real; the state then stands at this revision. */
export function applyChanges(state: State, changes: readonly Change[], revision: number): void {
  for (const change of changes) state.put(change.kind, change.id, change.after);
  state.revision = revision;
}

/** The state after these events from nothing: what `verify` compares the tables with. */
export function foldEvents(events: Iterable<Event>): State {
  const state = new State();
  for (const event of events) {
    fold(new Draft(state, []), event);
    state.revision += 1;
  }
  return state;
}

/** One change a row: the first `before` with the last `after`. */
function condense(log: readonly Change[]): Change[] {
  const byRow = new Map<string, Change>();
  for (const change of log) {
    const key = `${change.kind}/${change.id}`;
    const first = byRow.get(key);
    byRow.set(key, first ? ({ ...change, before: first.before } as Change) : change);
  }
  return [...byRow.values()].filter((change) => change.before !== change.after);
}

/** The state as an event's rule sees it: reads that insist, writes that are logged. */
class Draft {
  readonly state: State;
  readonly #log: Change[];

  constructor(state: State, log: Change[]) {
    this.state = state;
    this.#log = log;
  }

  need<K extends Kind>(kind: K, id: string): Entities[K] {
    const row = this.state.get(kind, id);
    if (row) return row;
    throw new EventRefused("UNKNOWN_ID", `There is no ${kind} "${id}".`, { kind, id });
  }

  /** Checks that every id names a row of this kind. */
  needAll(kind: Kind, ids: Iterable<string>): void {
    for (const id of ids) this.need(kind, id);
  }

  create<K extends Kind>(kind: K, row: Entities[K] & { id: string }): void {
    if (this.state.get(kind, row.id)) {
      throw new EventRefused("DUPLICATE_ID", `There is already a ${kind} "${row.id}".`, { kind, id: row.id });
    }
    this.#put(kind, row.id, row);
  }

  change<K extends Kind>(kind: K, id: string, patch: Partial<Entities[K]>): void {
    this.#put(kind, id, { ...this.need(kind, id), ...patch });
  }

  replace<K extends Kind>(kind: K, row: Entities[K] & { id: string }): void {
    this.#put(kind, row.id, row);
  }

  remove(kind: Kind, id: string): void {
    this.need(kind, id);
    this.#put(kind, id, undefined);
  }

  #put<K extends Kind>(kind: K, id: string, row: Entities[K] | undefined): void {
    this.#log.push(this.state.put(kind, id, row));
  }
}

type Rules = { [Type in Event["type"]]: (draft: Draft, event: Extract<Event, { type: Type }>) => void };

const rules: Rules = {
  "account.created": (draft, { account }) => {
    if (draft.state.count("account") > 0)
      throw new EventRefused("DUPLICATE_ID", "The account is there already.");
    draft.create("account", account);
  },
  "account.status-set": (draft, { status }) => draft.change("account", accountOf(draft).id, { status }),
  "plan.set": (draft, { plan }) => draft.change("account", accountOf(draft).id, { plan }),
  "permissions.defined": (draft, { permissions }) => {
    for (const permission of permissions) draft.replace("permission", permission);
    for (const permission of permissions) needsAreSound(draft, permission.id, []);
  },

  "folder.created": (draft, { folder }) => {
    if (folder.parent !== null) draft.need("folder", folder.parent);
    draft.create("folder", folder);
  },
  "folder.renamed": (draft, { id, name }) => draft.change("folder", id, { name }),
  "folder.moved": (draft, { id, parent }) => {
    for (let above = parent; above !== null; above = draft.need("folder", above).parent) {
      if (above === id)
        throw new EventRefused("CYCLE", "A folder can't be moved into itself.", { id, parent });
    }
    draft.change("folder", id, { parent });
  },
  "folder.restriction-set": (draft, { id, restricted }) => draft.change("folder", id, { restricted }),
  "folder.workspace-set": (draft, { id, workspace }) => draft.change("folder", id, { workspace }),
  "folder.deleted": (draft, { id }) => deleteFolder(draft, id),

  "asset.created": (draft, { asset }) => {
    draft.need("folder", asset.folder);
    draft.create("asset", asset);
  },
  "asset.renamed": (draft, { id, name }) => draft.change("asset", id, { name }),
  "asset.moved": (draft, { id, folder }) => {
    draft.need("folder", folder);
    draft.change("asset", id, { folder });
  },
  "asset.versioned": (draft, { id, version }) => draft.change("asset", id, { version }),
  "asset.approval-set": (draft, { id, approved }) => draft.change("asset", id, { approved }),
  "asset.expiry-set": (draft, { id, expires }) => draft.change("asset", id, { expires }),
  "asset.deleted": (draft, { id }) => {
    for (const collection of draft.state.find("collectionsWith", id)) {
      draft.change("collection", collection.id, {
        assets: collection.assets.filter((asset) => asset !== id),
      });
    }
    endGrants(draft, (grant) => grant.asset === id);
    draft.remove("asset", id);
  },

  "collection.created": (draft, { collection }) => {
    draft.need("folder", collection.folder);
    draft.needAll("asset", collection.assets);
    draft.create("collection", { ...collection, assets: [...new Set(collection.assets)] });
  },
  "collection.assets-set": (draft, { id, assets }) => {
    draft.needAll("asset", assets);
    draft.change("collection", id, { assets: [...new Set(assets)] });
  },
  "collection.renamed": (draft, { id, name }) => draft.change("collection", id, { name }),
  "collection.deleted": (draft, { id }) => {
    endGrants(draft, (grant) => grant.collection === id);
    draft.remove("collection", id);
  },

  "role.created": (draft, { role }) => {
    roleIsSound(draft, role);
    draft.create("role", role);
  },
  "role.changed": (draft, { role }) => {
    draft.need("role", role.id);
    roleIsSound(draft, role);
    draft.replace("role", role);
  },
  "role.deleted": (draft, { id }) => {
    const held = draft.state.find("grantsOfRole", id).length;
    if (held > 0)
      throw new EventRefused("IN_USE", `${held} grants still give this role; end them first.`, { id, held });
    draft.remove("role", id);
  },

  "group.created": (draft, { group }) => {
    draft.needAll("user", group.members);
    draft.create("group", { ...group, members: [...new Set(group.members)] });
  },
  "group.member-added": (draft, { id, user }) => {
    draft.need("user", user);
    draft.change("group", id, { members: [...new Set([...draft.need("group", id).members, user])] });
  },
  "group.member-removed": (draft, { id, user }) =>
    draft.change("group", id, {
      members: draft.need("group", id).members.filter((member) => member !== user),
    }),
  "group.deleted": (draft, { id }) => {
    endGrants(draft, (grant) => grant.group === id);
    draft.remove("group", id);
  },

  "user.created": (draft, { user }) => {
    usernameIsFree(draft, user.id, user.username);
    draft.create("user", user);
  },
  "user.changed": (draft, { id, username, name, email }) => {
    usernameIsFree(draft, id, username);
    draft.change("user", id, { username, name, email });
  },
  "user.status-set": (draft, { id, status }) => draft.change("user", id, { status }),

  "grant.given": (draft, { grant }) => {
    grantIsSound(draft, grant);
    draft.create("grant", grant);
  },
  "grant.ended": (draft, { id }) => draft.remove("grant", id),
  "override.set": (draft, { override }) => {
    draft.need("user", override.user);
    if (override.folder !== null) draft.need("folder", override.folder);
    if (override.permission !== "*") draft.need("permission", override.permission);
    draft.create("override", override);
  },
  "override.ended": (draft, { id }) => draft.remove("override", id),

  "connection.created": (draft, { connection }) => {
    if (connection.folder !== null) draft.need("folder", connection.folder);
    draft.create("connection", connection);
  },
  "connection.changed": (draft, { connection }) => {
    draft.need("connection", connection.id);
    if (connection.folder !== null) draft.need("folder", connection.folder);
    draft.replace("connection", connection);
  },
  "connection.removed": (draft, { id }) => draft.remove("connection", id),

  "key.created": (draft, { key }) => {
    draft.need("user", key.owner);
    draft.create("key", key);
  },
  "key.revoked": (draft, { id }) => draft.remove("key", id),
};

function fold(draft: Draft, event: Event): void {
  (rules[event.type] as (draft: Draft, event: Event) => void)(draft, event);
}

function accountOf(draft: Draft): Entities["account"] {
  for (const account of draft.state.all("account")) return account;
  throw new EventRefused("UNKNOWN_ID", "The account has not been created.");
}

function needsAreSound(draft: Draft, id: string, path: readonly string[]): void {
  if (path.includes(id)) {
    throw new EventRefused("CYCLE", `Needs run in a circle: ${[...path, id].join(" -> ")}.`, {
      path: [...path, id],
    });
  }
  for (const need of draft.need("permission", id).needs) needsAreSound(draft, need, [...path, id]);
}

function roleIsSound(draft: Draft, role: Entities["role"]): void {
  for (const permission of role.permissions) {
    if (!permission.endsWith(".*")) draft.need("permission", permission);
  }
  if (role.folders !== "all") draft.needAll("folder", role.folders);
}

function grantIsSound(draft: Draft, grant: Entities["grant"]): void {
  if ((grant.user === null) === (grant.group === null)) {
    throw new EventRefused("INVALID", "A grant goes to a user or to a group: name exactly one.", {
      id: grant.id,
    });
  }
  const narrowings = [grant.folders, grant.asset, grant.collection].filter((narrowing) => narrowing !== null);
  if (narrowings.length > 1) {
    throw new EventRefused(
      "INVALID",
      "A grant is narrowed to folders, one asset or a collection: name one of them.",
      {
        id: grant.id,
      },
    );
  }
  if (grant.user !== null) draft.need("user", grant.user);
  if (grant.group !== null) draft.need("group", grant.group);
  draft.need("role", grant.role);
  if (grant.folders !== null) draft.needAll("folder", grant.folders);
  if (grant.asset !== null) draft.need("asset", grant.asset);
  if (grant.collection !== null) draft.need("collection", grant.collection);
}

function usernameIsFree(draft: Draft, id: string, username: string): void {
  const taken = draft.state.find("usersNamed", username).find((user) => user.id !== id);
  if (taken) {
    throw new EventRefused("DUPLICATE_ID", `The user name "${username}" is taken; choose another.`, {
      username,
    });
  }
}

function endGrants(draft: Draft, ends: (grant: Entities["grant"]) => boolean): void {
  for (const grant of [...draft.state.all("grant")].filter(ends)) draft.remove("grant", grant.id);
}

function deleteFolder(draft: Draft, id: string): void {
  const { state } = draft;
  const inside =
    state.find("foldersIn", id).length +
    state.find("assetsIn", id).length +
    state.find("collectionsIn", id).length;
  if (id === ROOT || inside > 0) {
    throw new EventRefused(
      "NOT_EMPTY",
      "Only an empty folder can be deleted; move or delete what is inside first.",
      { id },
    );
  }
  for (const connection of state.all("connection")) {
    if (connection.folder === id) {
      throw new EventRefused("IN_USE", "A connection lives at this folder; move or remove it first.", {
        id,
        connection: connection.id,
      });
    }
  }
  const without = (list: readonly string[]) => list.filter((folder) => folder !== id);
  // An emptied list stays a list: it reaches nowhere, where null would reach everywhere.
  for (const role of state.all("role")) {
    if (role.folders !== "all" && role.folders.includes(id))
      draft.change("role", role.id, { folders: without(role.folders) });
  }
  for (const grant of state.all("grant")) {
    if (grant.folders?.includes(id)) draft.change("grant", grant.id, { folders: without(grant.folders) });
  }
  for (const key of state.all("key")) {
    if (key.folders?.includes(id)) draft.change("key", key.id, { folders: without(key.folders) });
  }
  for (const override of state.all("override")) {
    if (override.folder === id) draft.remove("override", override.id);
  }
  draft.remove("folder", id);
}
