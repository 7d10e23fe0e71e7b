import { GatefoldError } from "./errors.ts";
import type { Level, Permission } from "./model.ts";

/** An entry as it is written: what is left out is folder level, without needs, gates or other names. */
export interface PermissionSpec<Id extends string = string> {
  readonly description: string;
  readonly level?: Level;
  readonly needs?: readonly Id[];
  readonly feature?: string | null;
  readonly connector?: string | null;
  readonly aliases?: readonly string[];
}

type Entry<Id extends string> = Permission & { readonly id: Id };

/** A catalogue that knows its own names: a wrong one does not compile, and one from outside is parsed. */
export interface Catalogue<Id extends string> {
  readonly permissions: readonly Entry<Id>[];
  readonly get: (id: Id) => Entry<Id>;
  /** The id that a name from outside stands for, be it an id or an alias; undefined where it stands for none. */
  readonly parse: (name: string) => Id | undefined;
}

/** The ids of a catalogue: `PermissionOf<typeof catalogue>`. */
export type PermissionOf<Of> = Of extends Catalogue<infer Id> ? Id : never;

/** What a role may list: a permission, or `resource.*` of a resource that has one. */
export type PermissionPattern<Id extends string> =
  | Id
  | (Id extends `${infer Resource}.${string}` ? `${Resource}.*` : never);

/**
 * Makes a catalogue of permissions by id, after those of `base` where one is given; needs must be ids of either. Throws
 * `DUPLICATE_ID` where an id or an alias is an id or an alias of another entry.
 */
export function definePermissions<Id extends string, Base extends string = never>(
  entries: Readonly<Record<Id, PermissionSpec<NoInfer<Id | Base>>>>,
  base?: Catalogue<Base>,
): Catalogue<Id | Base> {
  const own = (Object.keys(entries) as Id[]).map((id) => completed(id, entries[id]));
  const byId = new Map<string, Entry<Id | Base>>();
  const idByName = new Map<string, Id | Base>();
  for (const permission of [...(base?.permissions ?? []), ...own]) {
    byId.set(permission.id, permission);
    for (const name of [permission.id, ...permission.aliases]) {
      if (idByName.has(name)) throw taken(name);
      idByName.set(name, permission.id);
    }
  }
  return {
    permissions: [...byId.values()],
    get: (id) => byId.get(id) as Entry<Id | Base>,
    parse: (name) => idByName.get(name),
  };
}

/** A platform whose connector is loaded; written as literals, `deliver.<id>` is a name of its own. */
export interface Deliverable<Id extends string> {
  readonly id: Id;
  readonly name: string;
}

/** The permissions every account has: Gatefold's own, and `deliver.<id>` for each connector that is loaded. */
export function builtInCatalogue<Connector extends string>(
  connectors: readonly Deliverable<Connector>[],
): Catalogue<BuiltInPermission<Connector>> {
  type Delivery = `deliver.${Connector}`;
  const deliveries = connectors.map(({ id, name }): [string, PermissionSpec<BuiltInPermission>] => [
    `deliver.${id}`,
    { description: `Bring assets into ${name}.`, needs: ["asset.download"], connector: id },
  ]);
  return definePermissions(
    Object.fromEntries(deliveries) as Record<Delivery, PermissionSpec<BuiltInPermission<Connector>>>,
    builtIn,
  );
}

/** The names of the built-in permissions; of any connector, or of those named. */
export type BuiltInPermission<Connector extends string = string> =
  | PermissionOf<typeof builtIn>
  | `deliver.${Connector}`;

function taken(name: string): GatefoldError {
  return new GatefoldError("DUPLICATE_ID", `Two permissions are called "${name}"; rename one of them.`, {
    name,
  });
}

function completed<Id extends string>(id: Id, spec: PermissionSpec): Entry<Id> {
  return {
    id,
    level: spec.level ?? "folder",
    needs: spec.needs ?? [],
    feature: spec.feature ?? null,
    connector: spec.connector ?? null,
    description: spec.description,
    aliases: spec.aliases ?? [],
  };
}

const viewing = ["asset.view"] as const;
/** Who writes access must be able to see it; why account-level writers don't carry this is in docs/decisions. */
const explaining = ["access.explain"] as const;

const builtIn = definePermissions({
  "asset.view": { description: "See assets, their previews and details." },
  "asset.download": { description: "Download the original of an asset.", needs: viewing },
  "asset.create": { description: "Add assets." },
  "asset.edit": { description: "Edit, tag, replace and copy assets, and add versions.", needs: viewing },
  "asset.delete": { description: "Delete assets, and move them elsewhere.", needs: viewing },
  "asset.approve": { description: "Approve assets, or take an approval back.", needs: viewing },
  "asset.share": { description: "Share assets with people outside by a link.", needs: viewing },
  "folder.create": { description: "Add folders." },
  "folder.manage": { description: "Rename, move, restrict and delete folders." },
  "collection.manage": { description: "Make collections and choose what is in them." },
  "placements.manage": { description: "Place assets on platforms, and end placements." },
  "connections.manage": { description: "Connect platform accounts, change and disconnect them." },
  "grants.manage": { description: "Give roles to people and groups, and take them away.", needs: explaining },
  "overrides.manage": { description: "Allow or deny single permissions to a person.", needs: explaining },
  "requests.approve": { description: "Decide on requests for access.", needs: explaining },
  "access.explain": { description: "See in full who may do what here, and why." },
  "audit.view": { description: "Read what happened here." },

  "team.view": { level: "workspace", description: "See who works in the workspace." },
  "workspace.edit": { level: "workspace", description: "Change the workspace's settings." },
  "insights.view": { level: "workspace", description: "See how the workspace's assets are used." },

  "users.manage": { level: "account", description: "Add, change and suspend people; run groups." },
  "roles.manage": { level: "account", description: "Make, change and delete roles." },
  "keys.manage": { level: "account", description: "Make and revoke other people's API keys." },
  "account.manage": { level: "account", description: "Change the account's settings." },
  "workspace.create": { level: "account", description: "Add workspaces and top-level folders." },
  "audit.export": { level: "account", description: "Export the journal." },
  "billing.view": { level: "account", description: "See plan and invoices." },
  "billing.manage": { level: "account", description: "Change plan and payment." },
  "web-api.use": { level: "account", description: "Use the API with keys of one's own." },
  "data-source.use": {
    level: "account",
    description: "Use the account as a data source of another product.",
  },
});
