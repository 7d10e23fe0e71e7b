import {
  type Event,
  type Folder,
  GatefoldError,
  type Permission,
  parsePolicy,
  type Plan,
  type PresetDocument,
  ROOT,
  type Role,
  type State,
} from "@gatefold/core";
import type { Ids } from "../ids.ts";
import { definition } from "./catalogue.ts";
import { mutable } from "./event-data.ts";

/** What an account begins with, whoever owns it: in the order in which it is written, under ids of the server. */
export interface Beginning {
  readonly plan: Plan;
  readonly root: string;
  /** The role of all access that its owner gets. */
  readonly role: string;
  readonly events: readonly Event[];
}

/** An account with nothing but a root folder and its owner's role. */
export function plainDocument({ features, limits }: Plan, root: string): PresetDocument {
  return {
    version: 1,
    plan: { features: [...features], limits: { ...limits } },
    folders: [{ id: "root", name: root }],
    roles: [{ id: "owner", name: "Owner", description: "All access, everywhere.", allAccess: true }],
  };
}

/**
 * What a document makes of an account, beside what is built in. Its first folder is the root, and its first role of all access
 * everywhere is the owner's. Ids in it are names of its own. Throws `INVALID` where it has no such folder or role.
 */
export function beginningOf(document: PresetDocument, ids: Ids, builtIn: readonly Permission[]): Beginning {
  const { state } = parsePolicy(document);
  const [account] = state.all("account");
  const [root] = state.find("foldersIn", ROOT);
  const owners = [...state.all("role")].find(({ allAccess, folders }) => allAccess && folders === "all");
  if (!account || !root || !owners) {
    throw new GatefoldError(
      "INVALID",
      "An account begins with a folder and a role of all access everywhere; write both into the document.",
    );
  }
  const folders = idsFor(state.all("folder"), () => ids("folder"));
  const roles = idsFor(state.all("role"), () => ids("role"));
  const { creatorRole } = account;
  return {
    plan: account.plan,
    root: folders(root.id),
    role: roles(owners.id),
    events: [
      definition(catalogueWith(state, builtIn)),
      ...foldersFrom(state, root).map((folder) => folderCreated(folder, root, folders)),
      ...Array.from(state.all("role"), (role) => roleCreated(role, roles, folders)),
      ...(creatorRole === undefined
        ? []
        : [{ type: "account.creator-role-set" as const, role: roles(creatorRole) }]),
    ],
  };
}

type Naming = (own: string) => string;

function idsFor(rows: Iterable<{ readonly id: string }>, next: () => string): Naming {
  const byOwn = new Map(Array.from(rows, ({ id }) => [id, next()]));
  return (own) => byOwn.get(own) ?? own;
}

/** What the document says of a built-in permission counts. */
function catalogueWith(state: State, builtIn: readonly Permission[]): Permission[] {
  const names = new Set(builtIn.map(({ id }) => id));
  const own = [...state.all("permission")].filter(({ id }) => !names.has(id));
  return [...builtIn.map((permission) => state.get("permission", permission.id) ?? permission), ...own];
}

/** Each after the one it lies in; other roots lie in the first. */
function foldersFrom(state: State, root: Folder): Folder[] {
  const found = [root, ...state.find("foldersIn", ROOT).filter(({ id }) => id !== root.id)];
  for (const folder of found) found.push(...state.find("foldersIn", folder.id));
  return found;
}

function folderCreated(folder: Folder, root: Folder, names: Naming): Event {
  const parent = folder.id === root.id ? null : names(folder.parent ?? root.id);
  return { type: "folder.created", folder: { ...folder, id: names(folder.id), parent } };
}

function roleCreated(role: Role, roles: Naming, names: Naming): Event {
  const folders = role.folders === "all" ? ("all" as const) : role.folders.map(names);
  return { type: "role.created", role: { ...mutable(role), id: roles(role.id), folders } };
}
