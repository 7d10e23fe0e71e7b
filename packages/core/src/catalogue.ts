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

/** A catalogue that knows its own names: a wrong one does not compile, and one from outside is parsed. */
export interface Catalogue<Id extends string> {
  readonly permissions: readonly Permission[];
  get(id: Id): Permission;
  /** The id that a name from outside stands for, be it an id or an alias; undefined where it stands for none. */
  parse(name: string): Id | undefined;
}

/**
 * Makes a catalogue of permissions by id; needs must be ids of the same catalogue. Throws `DUPLICATE_ID` where an alias
 * is an id or an alias of another entry.
 */
export function definePermissions<const Id extends string>(
  entries: Record<Id, PermissionSpec<NoInfer<Id>>>,
): Catalogue<Id> {
  const permissions = new Map<Id, Permission>();
  const idByName = new Map<string, Id>();
  const claim = (name: string, id: Id) => {
    if (idByName.has(name)) {
      throw new GatefoldError("DUPLICATE_ID", `Two permissions are called "${name}"; rename one of them.`, {
        name,
      });
    }
    idByName.set(name, id);
  };
  for (const id of Object.keys(entries) as Id[]) {
    const permission = completed(id, entries[id]);
    permissions.set(id, permission);
    for (const name of [id, ...permission.aliases]) claim(name, id);
  }
  return {
    permissions: [...permissions.values()],
    get: (id) => permissions.get(id) as Permission,
    parse: (name) => idByName.get(name),
  };
}

/** The permissions every account has: Gatefold's own, and `deliver.<id>` for each connector that is loaded. */
export function builtInPermissions(
  connectors: readonly { readonly id: string; readonly name: string }[],
): Permission[] {
  const deliveries = connectors.map(({ id, name }) =>
    completed(`deliver.${id}`, {
      description: `Bring assets into ${name}.`,
      needs: ["asset.download"],
      connector: id,
    }),
  );
  return [...builtIn.permissions, ...deliveries];
}

/** The names of the built-in permissions, for callers that ask for one. */
export type BuiltInPermission = Parameters<typeof builtIn.get>[0] | `deliver.${string}`;

function completed(id: string, spec: PermissionSpec): Permission {
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
