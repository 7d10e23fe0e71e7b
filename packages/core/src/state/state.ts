import type { Entities, Folder, Kind } from "../model.ts";
import { kinds } from "../model.ts";

/** What one put did to one row: `before` and `after` are undefined where the row was, or is, not there. */
export type Change = {
  [K in Kind]: {
    readonly kind: K;
    readonly id: string;
    readonly before: Entities[K] | undefined;
    readonly after: Entities[K] | undefined;
  };
}[Kind];

/** Secondary indexes: from a key to the rows of a kind that bear it. */
interface Indexes {
  permissionsAliased: "permission";
  foldersIn: "folder";
  foldersMarked: "folder";
  assetsIn: "asset";
  collectionsIn: "collection";
  collectionsWith: "collection";
  groupsOf: "group";
  grantsOfUser: "grant";
  grantsOfGroup: "grant";
  grantsOfRole: "grant";
  grantsLivingBy: "grant";
  overridesOf: "override";
  overridesAt: "override";
  connectionsOf: "connection";
  keysOf: "key";
  usersNamed: "user";
}

type IndexName = keyof Indexes;

/** The key under which `overridesAt` lists the overrides that name no folder. */
export const ACCOUNT_WIDE = "";

/** The key under which `foldersIn` lists the folders without a parent. */
export const ROOT = "";

/** Folders that differ from the plain ones, by what they are: `find("foldersMarked", "restricted")`. */
const flagsOf = ({ restricted, workspace }: Folder): string[] => [
  ...(restricted ? ["restricted"] : []),
  ...(workspace ? ["workspace"] : []),
];

const keysOf: {
  [N in IndexName]: { kind: Indexes[N]; keys: (row: Entities[Indexes[N]]) => readonly string[] };
} = {
  permissionsAliased: { kind: "permission", keys: (permission) => permission.aliases },
  foldersIn: { kind: "folder", keys: (folder) => [folder.parent ?? ROOT] },
  foldersMarked: { kind: "folder", keys: flagsOf },
  assetsIn: { kind: "asset", keys: (asset) => [asset.folder] },
  collectionsIn: { kind: "collection", keys: (collection) => [collection.folder] },
  collectionsWith: { kind: "collection", keys: (collection) => collection.assets },
  groupsOf: { kind: "group", keys: (group) => group.members },
  grantsOfUser: { kind: "grant", keys: (grant) => (grant.user === null ? [] : [grant.user]) },
  grantsOfGroup: { kind: "grant", keys: (grant) => (grant.group === null ? [] : [grant.group]) },
  grantsOfRole: { kind: "grant", keys: (grant) => [grant.role] },
  grantsLivingBy: {
    kind: "grant",
    keys: (grant) => (grant.livesBy === undefined ? [] : [grant.livesBy]),
  },
  overridesAt: { kind: "override", keys: (override) => [override.folder ?? ACCOUNT_WIDE] },
  overridesOf: { kind: "override", keys: (override) => [override.user] },
  connectionsOf: { kind: "connection", keys: (connection) => [connection.connector] },
  keysOf: { kind: "key", keys: (key) => [key.owner] },
  usersNamed: { kind: "user", keys: (user) => [user.username] },
};

const none: readonly string[] = [];

const namesByKind = new Map<Kind, IndexName[]>();
for (const name of Object.keys(keysOf) as IndexName[]) {
  const { kind } = keysOf[name];
  namesByKind.set(kind, [...(namesByKind.get(kind) ?? []), name]);
}

/**
 * One account as decisions see it: rows by kind and id, and the indexes that answer without a walk. Rows are
 * immutable; `put` is the only way in.
 */
export class State {
  /** The journal's sequence number this stands at; 0 where there is no journal. */
  revision = 0;
  readonly #rows = new Map<Kind, Map<string, Entities[Kind]>>(kinds.map((kind) => [kind, new Map()]));
  readonly #indexes = new Map<IndexName, Map<string, Set<string>>>(
    (Object.keys(keysOf) as IndexName[]).map((name) => [name, new Map()]),
  );

  readonly #followers: ((change: Change) => void)[] = [];

  /** Tells of each row that is put from now on. */
  follow(follower: (change: Change) => void): void {
    this.#followers.push(follower);
  }

  get<K extends Kind>(kind: K, id: string): Entities[K] | undefined {
    return this.#table(kind).get(id);
  }

  all<K extends Kind>(kind: K): IterableIterator<Entities[K]> {
    return this.#table(kind).values();
  }

  count(kind: Kind): number {
    return this.#table(kind).size;
  }

  /** The rows of an index under a key, e.g. `find("grantsOfUser", userId)`. */
  find<N extends IndexName>(name: N, key: string): Entities[Indexes[N]][] {
    const ids = this.#indexes.get(name)?.get(key);
    if (!ids) return [];
    const table = this.#table<Indexes[N]>(keysOf[name].kind);
    return Array.from(ids, (id) => table.get(id) as Entities[Indexes[N]]);
  }

  /** How many rows an index has under a key. */
  tally(name: IndexName, key: string): number {
    return this.#indexes.get(name)?.get(key)?.size ?? 0;
  }

  /** Is this row listed under this key? */
  lists(name: IndexName, key: string, id: string): boolean {
    return this.#indexes.get(name)?.get(key)?.has(id) === true;
  }

  /** Sets a row, or with `undefined` takes it away; answers what that changed. */
  put<K extends Kind>(kind: K, id: string, after: Entities[K] | undefined): Change {
    const table = this.#table(kind);
    const before = table.get(id);
    for (const name of namesByKind.get(kind) ?? []) this.#relist(name, id, before, after);
    if (after) table.set(id, after);
    else table.delete(id);
    const change = { kind, id, before, after } as Change;
    for (const follower of this.#followers) follower(change);
    return change;
  }

  #table<K extends Kind>(kind: K): Map<string, Entities[K]> {
    return this.#rows.get(kind) as Map<string, Entities[K]>;
  }

  #keys(name: IndexName, row: Entities[Kind]): readonly string[] {
    return (keysOf[name].keys as (row: Entities[Kind]) => readonly string[])(row);
  }

  #relist(
    name: IndexName,
    id: string,
    before: Entities[Kind] | undefined,
    after: Entities[Kind] | undefined,
  ) {
    const old = before ? this.#keys(name, before) : none;
    const now = after ? this.#keys(name, after) : none;
    if (old.length === now.length && old.every((key, at) => key === now[at])) return;
    this.#unlist(name, old, id);
    this.#list(name, now, id);
  }

  #list(name: IndexName, keys: readonly string[], id: string): void {
    const index = this.#indexes.get(name) as Map<string, Set<string>>;
    for (const key of keys) {
      const ids = index.get(key);
      if (ids) ids.add(id);
      else index.set(key, new Set([id]));
    }
  }

  #unlist(name: IndexName, keys: readonly string[], id: string): void {
    const index = this.#indexes.get(name) as Map<string, Set<string>>;
    for (const key of keys) {
      const ids = index.get(key);
      ids?.delete(id);
      if (ids?.size === 0) index.delete(key);
    }
  }
}
