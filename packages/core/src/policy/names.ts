import type { PolicyDocument } from "./schema.ts";
import { type PolicyProblem, pathOf } from "./errors.ts";

type PermissionEntry = Exclude<PolicyDocument["permissions"][number], string>;

/** A permission as an object, also where the document names it by its id alone. */
export function permissionEntry(entry: PolicyDocument["permissions"][number]): PermissionEntry {
  if (typeof entry !== "string") return entry;
  return {
    id: entry,
    level: "folder",
    needs: [],
    feature: null,
    connector: null,
    description: "",
    aliases: [],
  };
}

/** What a document's ids name. Folders and assets share one namespace, permissions share theirs with their aliases. */
export interface Names {
  readonly folder: ReadonlySet<string>;
  readonly asset: ReadonlySet<string>;
  readonly collection: ReadonlySet<string>;
  readonly role: ReadonlySet<string>;
  readonly group: ReadonlySet<string>;
  readonly user: ReadonlySet<string>;
  readonly grant: ReadonlySet<string>;
  /** From an id or alias to the id. */
  readonly permission: ReadonlyMap<string, string>;
}

/** Reads all names; each one that is taken already is a problem. */
export function readNames(document: PolicyDocument): { names: Names; problems: PolicyProblem[] } {
  const problems: PolicyProblem[] = [];
  const claimIn =
    (taken: Map<string, string>, kind: string) =>
    (name: string, path: readonly PropertyKey[], id = name): string => {
      if (taken.has(name)) {
        problems.push({
          path: pathOf(path),
          code: "DUPLICATE_ID",
          message: `${kind} "${name}" is there already; each needs a name of its own.`,
        });
      } else taken.set(name, id);
      return id;
    };
  const claimAll = (
    kind: string,
    list: keyof PolicyDocument,
    rows: readonly { id: string }[],
    claim = claimIn(new Map(), kind),
  ) => new Set(rows.map(({ id }, i) => claim(id, [list, i, "id"])));

  const inTree = claimIn(new Map(), "A folder or asset");
  const permission = new Map<string, string>();
  const claimPermission = claimIn(permission, "A permission or alias");
  for (const [i, entry] of document.permissions.entries()) {
    claimPermission(
      permissionEntry(entry).id,
      typeof entry === "string" ? ["permissions", i] : ["permissions", i, "id"],
    );
  }
  for (const [i, entry] of document.permissions.entries()) {
    const { id, aliases } = permissionEntry(entry);
    for (const alias of new Set(aliases)) {
      claimPermission(alias, ["permissions", i, "aliases", aliases.indexOf(alias)], id);
    }
  }
  const names: Names = {
    folder: claimAll("A folder or asset", "folders", document.folders, inTree),
    asset: claimAll("A folder or asset", "assets", document.assets, inTree),
    collection: claimAll("A collection", "collections", document.collections),
    role: claimAll("A role", "roles", document.roles),
    group: claimAll("A group", "groups", document.groups),
    user: claimAll("A user", "users", document.users),
    grant: claimAll("A grant", "grants", document.grants),
    permission,
  };
  claimAll("An override", "overrides", document.overrides);
  const connection = new Map(document.connectors.map((connector) => [connector, connector]));
  claimAll("A connection", "connections", document.connections, claimIn(connection, "A connection"));
  return { names, problems };
}
