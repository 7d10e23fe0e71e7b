/**
 * The things a decision depends on. Every entity is an immutable value under a server-made id; changes come only
 * as events (`events.ts`). Times are milliseconds since 1970 UTC; windows are half-open: `[from, until)`.
 */

/** A moment, or a length of time. */
export type Millis = number;

/** Where a permission is asked: at a folder or asset, at a workspace's folder, or at the account. */
export type Level = "folder" | "workspace" | "account";

/** One entry of the catalogue, e.g. `asset.download`. */
export interface Permission {
  readonly id: string;
  readonly level: Level;
  /** Other permissions that must be allowed too, asked depth first in this order. Never cyclic. */
  readonly needs: readonly string[];
  /** The plan feature without which nobody has it. */
  readonly feature: string | null;
  /** The connector (platform) that must be connected and serve the place. */
  readonly connector: string | null;
  readonly description: string;
  /** Other names by which callers may ask for it. */
  readonly aliases: readonly string[];
}

/** The account itself: one per state, under its own id. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "suspended";
  readonly plan: Plan;
  /** The role that whoever makes a folder or an asset gets on it, for as long as the right lasts that let him. Left out: none. */
  readonly creatorRole?: string;
}

/** What an account has booked: features that permissions and roles can wait for, and numbers. */
export interface Plan {
  readonly features: readonly string[];
  /** Numeric limits by what they count, e.g. `{ users: 5 }`. Not permissions: refused where a thing is created. */
  readonly limits: Readonly<Record<string, number>>;
}

/** A place in the tree; `parent` null: a root. */
export interface Folder {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  /** What is inherited from above stops here. */
  readonly restricted: boolean;
  /** A brand or client: a wall, and the place workspace-level permissions are asked at. */
  readonly workspace: boolean;
}

/** Lies in exactly one folder. `expires`: from then on nothing lets it out. */
export interface Asset {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly approved: boolean;
  readonly expires: Millis | null;
  /** The bytes it stands for now; null only where no bytes are kept (policy documents). */
  readonly version: AssetVersion | null;
}

/** One picture's bytes, as they were uploaded. */
export interface AssetVersion {
  readonly id: string;
  /** SHA-256 of the original bytes, lower-case hex: its name in the blob store. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

/** A named set of assets of one workspace, governed at the folder it lives in. */
export interface Collection {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly assets: readonly string[];
}

/** What a grant gives: permissions, or all of them, at some folders or everywhere. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Permission ids, or `resource.*` for every folder-level permission of a resource. */
  readonly permissions: readonly string[];
  /** Everywhere, or only at and below these folders; an empty list is nowhere. */
  readonly folders: "all" | readonly string[];
  readonly allAccess: boolean;
  /** A plan feature without which the role is void. */
  readonly feature: string | null;
}

/** A named set of users; what is granted to it is held by each. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** A person or a program. A suspended one may do nothing. */
export interface User {
  readonly id: string;
  /** Unique in the account, lower case; what people type. */
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly kind: "person" | "service" | "external";
  readonly status: "active" | "suspended";
}

/** A role given to a user or a group (exactly one is set), perhaps narrowed (at most one of the three is set). */
export interface Grant {
  readonly id: string;
  readonly user: string | null;
  readonly group: string | null;
  readonly role: string;
  readonly folders: readonly string[] | null;
  readonly asset: string | null;
  readonly collection: string | null;
  readonly from: Millis | null;
  readonly until: Millis | null;
  readonly reason: string;
  /** The user who gave it; null where the account's founding or a document did. */
  readonly givenBy: string | null;
  /**
   * Another grant of the same user, his own or a group's: this one counts only while he holds that one too. On a thing he
   * made, it ends also where what that one gives no longer lets him make such a thing there: its role loses the right, or its
   * plan feature, or is cut down to other folders, or the right is denied to him.
   */
  readonly livesBy?: string;
}

/** Allow or deny of one permission (`*`: every one) for one user, at a folder or (null) account-wide. */
export interface Override {
  readonly id: string;
  readonly user: string;
  readonly effect: "allow" | "deny";
  readonly permission: string;
  readonly folder: string | null;
  readonly from: Millis | null;
  readonly until: Millis | null;
  readonly reason: string;
  readonly givenBy: string | null;
}

/** A configured link to one platform account; serves its folder and all below (null or a lone root: everything). */
export interface Connection {
  readonly id: string;
  readonly connector: string;
  readonly folder: string | null;
  readonly name: string;
  /** Validated by the connector's settings schema. Secrets are never here. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A program's credential: its owner's rights, cut down to this scope (null: not cut). The secret's hash is kept elsewhere. */
export interface ApiKey {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly permissions: readonly string[] | null;
  readonly folders: readonly string[] | null;
  readonly connections: readonly string[] | null;
  readonly until: Millis | null;
}

/** All kinds of entity, by the name of their table. */
export interface Entities {
  account: Account;
  permission: Permission;
  folder: Folder;
  asset: Asset;
  collection: Collection;
  role: Role;
  group: Group;
  user: User;
  grant: Grant;
  override: Override;
  connection: Connection;
  key: ApiKey;
}

export type Kind = keyof Entities;

export const kinds = [
  "account",
  "permission",
  "folder",
  "asset",
  "collection",
  "role",
  "group",
  "user",
  "grant",
  "override",
  "connection",
  "key",
] as const satisfies readonly Kind[];
