// Made from the gateway's own document; `./dev docs` writes it anew.

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "suspended";
  readonly plan: {
    readonly features: readonly (string)[];
    readonly limits: Readonly<Record<string, unknown>>;
  };
  readonly creatorRole: string | null;
};

export type User = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email?: string | null;
  readonly kind: "person" | "service" | "external";
  readonly status: "active" | "suspended";
};

export type Group = {
  readonly id: string;
  readonly name: string;
  readonly members: readonly (string)[];
};

export type Role = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly (string)[];
  readonly folders: "all" | readonly (string)[];
  readonly allAccess: boolean;
  readonly feature: string | null;
};

export type Grant = {
  readonly id: string;
  readonly user: string | null;
  readonly group: string | null;
  readonly role: string;
  readonly folders: readonly (string)[] | null;
  readonly asset: string | null;
  readonly collection: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly reason: string;
  readonly givenBy: string | null;
  readonly livesBy: string | null;
};

export type Override = {
  readonly id: string;
  readonly user: string;
  readonly effect: "allow" | "deny";
  readonly permission: string;
  readonly folder: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly reason: string;
  readonly givenBy: string | null;
};

export type Folder = {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly viewable: boolean;
  readonly restricted: boolean | null;
  readonly workspace: boolean | null;
};

export type Asset = {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly approved: boolean;
  readonly expires: string | null;
  readonly version: {
    readonly id: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly mime: string;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly links: {
    readonly content: string;
    readonly thumbnail: string;
  };
};

export type Collection = {
  readonly id: string;
  readonly folder: string | null;
  readonly name: string;
  readonly assets: readonly (string)[];
};

export type Connection = {
  readonly id: string;
  readonly connector: string;
  readonly name: string;
  readonly folder: string | null;
  readonly settings: Readonly<Record<string, unknown>> | null;
};

export type Delivery = {
  readonly id: string;
  readonly asset: string;
  readonly version: string;
  readonly connection: string;
  readonly target: string;
  readonly state: "waiting" | "sending" | "delivered" | "unknown" | "refused" | "failed" | "cancelled" | "removed";
  readonly attempts: number;
  readonly externalId: string | null;
  readonly externalUrl: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly marker: string;
  readonly user: string;
  readonly requestedAt: string;
  readonly updatedAt: string;
  readonly nextAt: string | null;
};

export type Job = {
  readonly id: string;
  readonly user: string;
  readonly asked: {
    readonly assets?: number;
    readonly folder?: string;
    readonly below?: boolean;
    readonly collection?: string;
    readonly retryOf?: string;
    readonly to: readonly ({
      readonly connection?: string;
      readonly connector?: string;
    })[];
  };
  readonly items: number;
  readonly state: "under-way" | "ended";
  readonly counts: {
    readonly waiting: number;
    readonly sending: number;
    readonly delivered: number;
    readonly present: number;
    readonly unknown: number;
    readonly refused: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly removed: number;
  };
  readonly reasons: readonly ({
    readonly state: "waiting" | "sending" | "delivered" | "unknown" | "refused" | "failed" | "cancelled" | "removed";
    readonly code: string | null;
    readonly count: number;
    readonly nextAt: string | null;
  })[];
  readonly nextAt: string | null;
  readonly requestedAt: string;
  readonly cancelledAt: string | null;
};

export type JobItem = {
  readonly number: number;
  readonly asset: string;
  readonly connection: string | null;
  readonly delivery: string | null;
  readonly state: "waiting" | "sending" | "delivered" | "unknown" | "refused" | "failed" | "cancelled" | "removed";
  readonly existing: boolean;
  readonly externalUrl: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly nextAt: string | null;
};

export type JobEvent = {
  readonly event: "job";
  readonly id: string;
  readonly data: Job;
} | {
  readonly event: "item";
  readonly id: string;
  readonly data: JobItem;
} | {
  readonly event: "end";
  readonly id: string;
  readonly data: {
  };
} | {
  readonly event: "closed";
  readonly data: {
    readonly code: string;
    readonly status: number;
    readonly detail: string;
  };
};

export type Explanation = {
  readonly effect: "allow" | "deny";
  readonly code: string;
  readonly revision: number;
  readonly user: string;
  readonly permission: string;
  readonly at: string | null;
  readonly now: string;
  readonly sentence: string;
  readonly need?: {
    readonly permission: string;
    readonly code: string;
  };
  readonly gate?: {
    readonly code: string;
    readonly wants: string | null;
  };
  readonly ask: {
    readonly permissions: readonly (string)[];
    readonly at: string | null;
  };
  readonly by?: readonly ({
    readonly kind: "role" | "all-access" | "override-allow" | "override-deny";
    readonly grant?: string;
    readonly role?: string;
    readonly group?: string | null;
    readonly override?: string;
    readonly anchor: string | null;
    readonly until: string | null;
  })[];
  readonly missed?: readonly ({
    readonly cause: string;
    readonly grant?: string;
    readonly role?: string;
    readonly group?: string | null;
    readonly override?: string;
  })[];
  readonly fix?: readonly ({
    readonly kind: "grant";
    readonly user: string;
    readonly role: string;
    readonly folders: readonly (string)[] | null;
    readonly asset: string | null;
  })[];
  readonly doings?: readonly ({
    readonly seq: number;
    readonly at: string;
    readonly user: string;
    readonly credential: {
      readonly kind: string;
      readonly id?: string;
    };
    readonly did: string;
    readonly reason: string;
    readonly sentence: string;
  })[];
};

export type Holder = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly code: string;
  readonly by: readonly ({
    readonly kind: "role" | "all-access" | "override-allow" | "override-deny";
    readonly grant?: string;
    readonly role?: string;
    readonly group?: string | null;
    readonly override?: string;
    readonly anchor: string | null;
    readonly until: string | null;
  })[];
  readonly doings?: readonly ({
    readonly seq: number;
    readonly at: string;
    readonly user: string;
    readonly credential: {
      readonly kind: string;
      readonly id?: string;
    };
    readonly did: string;
    readonly reason: string;
    readonly sentence: string;
  })[];
};

export type Finding = {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly kind: "permission" | "role" | "grant" | "override" | "group" | "user" | "folder";
  readonly id: string;
  readonly item?: string;
  readonly because?: string;
  readonly message: string;
  readonly advice: string;
};

export type Preview = {
  readonly hash: string;
  readonly revision: number;
  readonly now: string;
  readonly complete: boolean;
  readonly rows: readonly ({
    readonly effect: "gains" | "loses";
    readonly users: readonly (string)[];
    readonly permissions: readonly (string)[];
    readonly places: readonly ({
      readonly kind: "account";
    } | {
      readonly kind: "folder";
      readonly folder: string | null;
      readonly reach: "all" | "open" | "restricted";
      readonly except: readonly (string)[];
    } | {
      readonly kind: "asset";
      readonly asset: string;
    } | {
      readonly kind: "workspace";
      readonly workspace: string;
    })[];
    readonly from: string;
    readonly until: string | null;
    readonly sentence: string;
  })[];
  readonly created: readonly (string)[];
  readonly deleted: readonly (string)[];
  readonly names: Readonly<Record<string, unknown>>;
};

export type Key = {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly permissions: readonly (string)[] | null;
  readonly folders: readonly (string)[] | null;
  readonly connections: readonly (string)[] | null;
  readonly until: string | null;
  readonly lastUsed: string | null;
};

export type Act = {
  readonly seq: number;
  readonly at: string;
  readonly act: "deliver" | "remove" | "download" | "confirm" | "resend" | "leave" | "export";
  readonly user: string;
  readonly credential: {
    readonly kind: string;
    readonly id?: string;
  };
  readonly permission: string;
  readonly place: string;
  readonly version: string | null;
  readonly connection: string | null;
  readonly effect: "allow" | "deny";
  readonly code: string;
  readonly revision: number;
  readonly request: string;
};

export type Look = {
  readonly minute: string;
  readonly user: string;
  readonly permission: string;
  readonly place: string;
  readonly code: string;
  readonly count: number;
};

export type JournalEntry = {
  readonly seq: number;
  readonly at: string;
  readonly change: string;
  readonly user: string;
  readonly credential: {
    readonly kind: string;
    readonly id?: string;
  };
  readonly origin: string;
  readonly event: {
    readonly type: string;
    readonly [more: string]: unknown;
  };
  readonly hash: string;
  readonly previous: string;
};

export type Checkpoint = {
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  readonly kid: string;
  readonly text: string;
};

export type SigningKey = {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
};

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly [more: string]: unknown;
};

export interface Operations {
  /** Who the key speaks for. */
  "me.get": {
    readonly input: object;
    readonly answer: {
      readonly account: {
        readonly id: string;
        readonly name: string;
        readonly status: "active" | "suspended";
      };
      readonly user: {
        readonly id: string;
        readonly username: string;
        readonly name: string;
        readonly email: string | null;
      };
      readonly key: {
        readonly id: string;
        readonly name: string;
        readonly until: string | null;
      };
      readonly revision: number;
    };
  };
  /** The account: its plan, and what creators get. */
  "account.get": {
    readonly input: object;
    readonly answer: Account;
  };
  /** Says which role whoever makes a folder or an asset gets on it (null: none); takes all access. */
  "account.change": {
    readonly input: {
      readonly body: {
        readonly creatorRole: string | null;
      };
    };
    readonly answer: Account;
  };
  /** People and service accounts, for who runs them, or (with `at`) those who hold something in that place's workspace, for who gives roles there; by `username`, anybody. */
  "users.list": {
    readonly input: {
      readonly query?: {
        readonly at?: string | undefined;
        readonly username?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (User)[];
      readonly next: string | null;
    };
  };
  /** Adds a person, or a service account for programs. */
  "users.create": {
    readonly input: {
      readonly body: {
        readonly username: string;
        readonly name: string;
        readonly email?: string | null | undefined;
        readonly kind?: "person" | "service" | undefined;
      };
    };
    readonly answer: User;
  };
  /** One user; everyone may read himself. */
  "users.get": {
    readonly input: {
      readonly path: {
        readonly user: string;
      };
      readonly query?: {
        readonly at?: string | undefined;
      } | undefined;
    };
    readonly answer: User;
  };
  /** Changes a user's names or e-mail, or suspends him and lets him in again. */
  "users.change": {
    readonly input: {
      readonly path: {
        readonly user: string;
      };
      readonly body: {
        readonly username?: string | undefined;
        readonly name?: string | undefined;
        readonly email?: string | null | undefined;
        readonly status?: "active" | "suspended" | undefined;
      };
    };
    readonly answer: User;
  };
  /** Erases a person, for good: ends their keys and all that they hold, empties their names, their e-mail and the reasons that are about them, in the journal too. An id stays. */
  "users.erase": {
    readonly input: {
      readonly path: {
        readonly user: string;
      };
    };
    readonly answer: User;
  };
  /** Groups of users, by name, for who runs the account's people. */
  "groups.list": {
    readonly input: {
      readonly query?: {
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Group)[];
      readonly next: string | null;
    };
  };
  /** Makes a group; what is granted to it from then on, each of its members holds. */
  "groups.create": {
    readonly input: {
      readonly body: {
        readonly name: string;
        readonly members?: readonly (string)[] | undefined;
      };
    };
    readonly answer: Group;
  };
  /** One group, with its members. */
  "groups.get": {
    readonly input: {
      readonly path: {
        readonly group: string;
      };
    };
    readonly answer: Group;
  };
  /** Renames a group, takes people in and out; all of it or nothing. Who comes in gains what the group holds, so you must hold that, too. */
  "groups.change": {
    readonly input: {
      readonly path: {
        readonly group: string;
      };
      readonly body: {
        readonly name?: string | undefined;
        readonly add?: readonly (string)[] | undefined;
        readonly remove?: readonly (string)[] | undefined;
      };
    };
    readonly answer: Group;
  };
  /** Deletes a group; what was granted to it ends. */
  "groups.delete": {
    readonly input: {
      readonly path: {
        readonly group: string;
      };
    };
    readonly answer: undefined;
  };
  /** Roles, for who makes them, or (with `at`) for who gives them at that place: those that are everywhere, or in folders he sees. */
  "roles.list": {
    readonly input: {
      readonly query?: {
        readonly at?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Role)[];
      readonly next: string | null;
    };
  };
  /** Makes a role of permissions, everywhere or in some folders. */
  "roles.create": {
    readonly input: {
      readonly body: {
        readonly name: string;
        readonly description?: string | undefined;
        readonly permissions?: readonly (string)[] | undefined;
        readonly folders?: "all" | readonly (string)[] | undefined;
        readonly allAccess?: boolean | undefined;
        readonly feature?: string | null | undefined;
      };
    };
    readonly answer: Role;
  };
  /** One role. */
  "roles.get": {
    readonly input: {
      readonly path: {
        readonly role: string;
      };
      readonly query?: {
        readonly at?: string | undefined;
      } | undefined;
    };
    readonly answer: Role;
  };
  /** Says what the role is from now on, for all who hold it. */
  "roles.replace": {
    readonly input: {
      readonly path: {
        readonly role: string;
      };
      readonly body: {
        readonly name: string;
        readonly description?: string | undefined;
        readonly permissions?: readonly (string)[] | undefined;
        readonly folders?: "all" | readonly (string)[] | undefined;
        readonly allAccess?: boolean | undefined;
        readonly feature?: string | null | undefined;
      };
    };
    readonly answer: Role;
  };
  /** Deletes a role. While grants give it, `replacement` says which role their holders get in its place. */
  "roles.delete": {
    readonly input: {
      readonly path: {
        readonly role: string;
      };
      readonly query?: {
        readonly replacement?: string | undefined;
      } | undefined;
    };
    readonly answer: undefined;
  };
  /** Makes a role like this one, under another name; nobody holds it yet. */
  "roles.copy": {
    readonly input: {
      readonly path: {
        readonly role: string;
      };
      readonly body: {
        readonly name: string;
      };
    };
    readonly answer: Role;
  };
  /** Grants that reach a place (`at`), or are on a collection that lives there, or all of the account, for who may explain access there. */
  "grants.list": {
    readonly input: {
      readonly query?: {
        readonly user?: string | undefined;
        readonly at?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Grant)[];
      readonly next: string | null;
    };
  };
  /** Gives a role to a user or a group, perhaps in some folders and for some time only. */
  "grants.give": {
    readonly input: {
      readonly body: {
        readonly user?: string | null | undefined;
        readonly group?: string | null | undefined;
        readonly role: string;
        readonly folders?: readonly (string)[] | null | undefined;
        readonly asset?: string | null | undefined;
        readonly collection?: string | null | undefined;
        readonly from?: string | null | undefined;
        readonly until?: string | null | undefined;
        readonly reason?: string | undefined;
      };
    };
    readonly answer: Grant;
  };
  /** Takes a role away again. */
  "grants.end": {
    readonly input: {
      readonly path: {
        readonly grant: string;
      };
      readonly body: {
        readonly reason?: string | undefined;
      };
    };
    readonly answer: Grant;
  };
  /** Overrides at a folder (`at`), or all of the account, for who may explain access there. */
  "overrides.list": {
    readonly input: {
      readonly query?: {
        readonly user?: string | undefined;
        readonly at?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Override)[];
      readonly next: string | null;
    };
  };
  /** Allows or denies one permission to one user, at a folder or account-wide. */
  "overrides.set": {
    readonly input: {
      readonly body: {
        readonly user: string;
        readonly effect: "allow" | "deny";
        readonly permission: string;
        readonly folder?: string | null | undefined;
        readonly from?: string | null | undefined;
        readonly until?: string | null | undefined;
        readonly reason?: string | undefined;
      };
    };
    readonly answer: Override;
  };
  /** Takes an override away again. */
  "overrides.end": {
    readonly input: {
      readonly path: {
        readonly override: string;
      };
      readonly body: {
        readonly reason?: string | undefined;
      };
    };
    readonly answer: Override;
  };
  /** The folders in a folder (left out: at the top) that the caller may view, or must pass to get there. */
  "folders.list": {
    readonly input: {
      readonly query?: {
        readonly parent?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Folder)[];
      readonly next: string | null;
    };
  };
  /** Adds a folder in a folder, or (parent null) in the account's root folder. */
  "folders.create": {
    readonly input: {
      readonly body: {
        readonly parent: string | null;
        readonly name: string;
        readonly restricted?: boolean | undefined;
        readonly workspace?: boolean | undefined;
      };
    };
    readonly answer: Folder;
  };
  /** One folder. */
  "folders.get": {
    readonly input: {
      readonly path: {
        readonly folder: string;
      };
    };
    readonly answer: Folder;
  };
  /** Renames, moves, restricts or opens a folder, or makes it a workspace; all of it or nothing. */
  "folders.change": {
    readonly input: {
      readonly path: {
        readonly folder: string;
      };
      readonly body: {
        readonly name?: string | undefined;
        readonly parent?: string | null | undefined;
        readonly restricted?: boolean | undefined;
        readonly workspace?: boolean | undefined;
      };
    };
    readonly answer: Folder;
  };
  /** Deletes an empty folder. */
  "folders.delete": {
    readonly input: {
      readonly path: {
        readonly folder: string;
      };
    };
    readonly answer: undefined;
  };
  /** The assets you may view, of one folder or of all, by name. */
  "assets.list": {
    readonly input: {
      readonly query?: {
        readonly folder?: string | undefined;
        readonly limit?: number | undefined;
        readonly cursor?: string | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Asset)[];
      readonly next: string | null;
    };
  };
  /** Puts a picture into a folder: JPEG, PNG, GIF or WebP, 25 MB at most. */
  "assets.upload": {
    readonly input: {
      readonly query: {
        readonly folder: string;
        readonly name: string;
      };
      readonly body: Blob;
    };
    readonly answer: Asset;
  };
  /** One asset. Its bytes are at its links, on the content origin. */
  "assets.get": {
    readonly input: {
      readonly path: {
        readonly asset: string;
      };
    };
    readonly answer: Asset;
  };
  /** Renames an asset, moves it, says when it expires, or whether it is approved. */
  "assets.change": {
    readonly input: {
      readonly path: {
        readonly asset: string;
      };
      readonly body: {
        readonly name?: string | undefined;
        readonly folder?: string | undefined;
        readonly expires?: string | null | undefined;
        readonly approved?: boolean | undefined;
      };
    };
    readonly answer: Asset;
  };
  /** Deletes an asset. What was delivered stays on its platform until that is removed. */
  "assets.delete": {
    readonly input: {
      readonly path: {
        readonly asset: string;
      };
    };
    readonly answer: undefined;
  };
  /** Gives an asset new bytes: a new version under the same id. Its approval was for the bytes before, and goes unless you may give it yourself. */
  "assets.replace": {
    readonly input: {
      readonly path: {
        readonly asset: string;
      };
      readonly body: Blob;
    };
    readonly answer: Asset;
  };
  /** The collections you see, by name: those of folders you may view, and those you were given. */
  "collections.list": {
    readonly input: {
      readonly query?: {
        readonly folder?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Collection)[];
      readonly next: string | null;
    };
  };
  /** Makes a collection in a folder, perhaps with pictures that you may share. */
  "collections.create": {
    readonly input: {
      readonly body: {
        readonly folder: string;
        readonly name: string;
        readonly assets?: readonly (string)[] | undefined;
      };
    };
    readonly answer: Collection;
  };
  /** One collection, with those of its pictures that you may view. */
  "collections.get": {
    readonly input: {
      readonly path: {
        readonly collection: string;
      };
    };
    readonly answer: Collection;
  };
  /** Renames a collection, adds pictures that you may share, takes some out; all of it or nothing. */
  "collections.change": {
    readonly input: {
      readonly path: {
        readonly collection: string;
      };
      readonly body: {
        readonly name?: string | undefined;
        readonly add?: readonly (string)[] | undefined;
        readonly remove?: readonly (string)[] | undefined;
      };
    };
    readonly answer: Collection;
  };
  /** Deletes a collection; what is in it stays where it is, and what was shared by it ends. */
  "collections.delete": {
    readonly input: {
      readonly path: {
        readonly collection: string;
      };
    };
    readonly answer: undefined;
  };
  /** Connections that serve something you see; with `folder` or `asset`, those that serve it. */
  "connections.list": {
    readonly input: {
      readonly query?: {
        readonly folder?: string | undefined;
        readonly asset?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly ({
        readonly id: string;
        readonly connector: string;
        readonly name: string;
        readonly folder: string | null;
      })[];
      readonly next: string | null;
    };
  };
  /** Connects a platform's account to a folder and all below it, or (folder null) to everything. */
  "connections.create": {
    readonly input: {
      readonly body: {
        readonly connector: string;
        readonly name: string;
        readonly folder: string | null;
        readonly settings?: Readonly<Record<string, unknown>> | undefined;
        readonly secrets: Readonly<Record<string, unknown>>;
      };
    };
    readonly answer: Connection;
  };
  /** One connection. */
  "connections.get": {
    readonly input: {
      readonly path: {
        readonly connection: string;
      };
    };
    readonly answer: Connection;
  };
  /** Changes a connection's name, place, settings or credentials. */
  "connections.change": {
    readonly input: {
      readonly path: {
        readonly connection: string;
      };
      readonly body: {
        readonly name?: string | undefined;
        readonly folder?: string | null | undefined;
        readonly settings?: Readonly<Record<string, unknown>> | undefined;
        readonly secrets?: Readonly<Record<string, unknown>> | undefined;
      };
    };
    readonly answer: Connection;
  };
  /** Ends a connection and forgets its credentials. What was delivered stays on the platform. */
  "connections.delete": {
    readonly input: {
      readonly path: {
        readonly connection: string;
      };
    };
    readonly answer: undefined;
  };
  /** Asks the platform whether the credentials are good, and whose account they open. */
  "connections.verify": {
    readonly input: {
      readonly path: {
        readonly connection: string;
      };
    };
    readonly answer: {
      readonly account: {
        readonly id: string;
        readonly name: string;
      };
    };
  };
  /** Brings an asset to a platform, once: what is there already, or on its way, is answered instead. With `Prefer: wait=SECONDS` (30 at most) the answer waits for the end: 201 where it ended, 200 where it had ended before, 202 while it is under way. */
  "deliveries.request": {
    readonly input: {
      readonly body: {
        readonly asset: string;
        readonly connection?: string | undefined;
        readonly connector?: string | undefined;
        readonly notBefore?: string | undefined;
      };
    };
    readonly answer: {
      readonly id: string;
      readonly asset: string;
      readonly version: string;
      readonly connection: string;
      readonly target: string;
      readonly state: "waiting" | "sending" | "delivered" | "unknown" | "refused" | "failed" | "cancelled" | "removed";
      readonly attempts: number;
      readonly externalId: string | null;
      readonly externalUrl: string | null;
      readonly code: string | null;
      readonly message: string | null;
      readonly marker: string;
      readonly user: string;
      readonly requestedAt: string;
      readonly updatedAt: string;
      readonly nextAt: string | null;
      readonly existing: boolean;
    };
  };
  /** Your deliveries, newest first (with a key that is cut down: those it asked for or may make); `of=all`: everybody's, for who may view the audit of the asset, or of all; `of=needs-a-look`: what is unknown, or failed for want of the connection's credentials, and you can settle. A page can be short of `limit` and still have a next. */
  "deliveries.list": {
    readonly input: {
      readonly query?: {
        readonly of?: "mine" | "all" | "needs-a-look" | undefined;
        readonly asset?: string | undefined;
        readonly connection?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Delivery)[];
      readonly next: string | null;
    };
  };
  /** One delivery: where it stands, and where it is on the platform. */
  "deliveries.get": {
    readonly input: {
      readonly path: {
        readonly delivery: string;
      };
    };
    readonly answer: Delivery;
  };
  /** Takes a delivered picture back on the platform, or hides it there; it can then be delivered anew. */
  "deliveries.remove": {
    readonly input: {
      readonly path: {
        readonly delivery: string;
      };
    };
    readonly answer: Delivery;
  };
  /** Calls a delivery off while it waits; what was called off already stays so. Else it says why it is too late. */
  "deliveries.cancel": {
    readonly input: {
      readonly path: {
        readonly delivery: string;
      };
    };
    readonly answer: Delivery;
  };
  /** Says what you saw of a delivery that wants a look: it is `there` (the platform is asked where it can be, and its answer counts; else your word holds, and the delivery says so: `TOLD`), it is `not-there` (it is sent again, unless the platform shows it), or `leave` it as it is. Each is an act, asked where taking it back is asked; sending again asks as a delivery does, and answers the new one. */
  "deliveries.settle": {
    readonly input: {
      readonly path: {
        readonly delivery: string;
      };
      readonly body: {
        readonly say: "there" | "not-there" | "leave";
        readonly externalId?: string | undefined;
      };
    };
    readonly answer: Delivery;
  };
  /** Brings many assets to one or several platforms as one job: named by id, or what you see of a folder or a collection; 1000 deliveries at most. Each is a delivery like any other, or an item with the code it was refused with; what you can't see is refused as what is not there. */
  "jobs.create": {
    readonly input: {
      readonly body: {
        readonly assets?: readonly (string)[] | undefined;
        readonly folder?: string | undefined;
        readonly below?: boolean | undefined;
        readonly collection?: string | undefined;
        readonly to?: readonly ({
          readonly connection?: string | undefined;
          readonly connector?: string | undefined;
        })[] | undefined;
        readonly notBefore?: string | undefined;
      };
    };
    readonly answer: Job;
  };
  /** Your jobs, newest first (with a key that is cut down: those it asked for); `of=all`: everybody's, for who may view the audit everywhere. A page can be short of `limit` and still have a next. */
  "jobs.list": {
    readonly input: {
      readonly query?: {
        readonly of?: "mine" | "all" | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Job)[];
      readonly next: string | null;
    };
  };
  /** One job: how far it is, and why what is not there is not. */
  "jobs.get": {
    readonly input: {
      readonly path: {
        readonly job: string;
      };
    };
    readonly answer: Job;
  };
  /** A job's items, in the order they were asked for. */
  "jobs.items": {
    readonly input: {
      readonly path: {
        readonly job: string;
      };
      readonly query?: {
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (JobItem)[];
      readonly next: string | null;
    };
  };
  /** Calls off what waits of a job, and says what came too late. What others had asked for before goes on for them. */
  "jobs.cancel": {
    readonly input: {
      readonly path: {
        readonly job: string;
      };
    };
    readonly answer: {
      readonly id: string;
      readonly user: string;
      readonly asked: {
        readonly assets?: number;
        readonly folder?: string;
        readonly below?: boolean;
        readonly collection?: string;
        readonly retryOf?: string;
        readonly to: readonly ({
          readonly connection?: string;
          readonly connector?: string;
        })[];
      };
      readonly items: number;
      readonly state: "under-way" | "ended";
      readonly counts: {
        readonly waiting: number;
        readonly sending: number;
        readonly delivered: number;
        readonly present: number;
        readonly unknown: number;
        readonly refused: number;
        readonly failed: number;
        readonly cancelled: number;
        readonly removed: number;
      };
      readonly reasons: readonly ({
        readonly state: "waiting" | "sending" | "delivered" | "unknown" | "refused" | "failed" | "cancelled" | "removed";
        readonly code: string | null;
        readonly count: number;
        readonly nextAt: string | null;
      })[];
      readonly nextAt: string | null;
      readonly requestedAt: string;
      readonly cancelledAt: string | null;
      readonly cancelled: number;
      readonly tooLate: number;
      readonly there: number;
      readonly notYours: number;
    };
  };
  /** Asks anew, as you, for what of a job failed or was refused: a job of its own. What is unknown is left: it wants a look. */
  "jobs.retry": {
    readonly input: {
      readonly path: {
        readonly job: string;
      };
    };
    readonly answer: Job;
  };
  /** A job's progress as server-sent events: `job` (how far it is), `item` (one that changed), `end`; and `closed` where the key or the right is gone, which is asked again as events are sent. With `Last-Event-ID` it goes on from there, and may tell an item twice. A key has ten streams at most. */
  "jobs.events": {
    readonly input: {
      readonly path: {
        readonly job: string;
      };
    };
    readonly event: JobEvent;
  };
  /** What a path of names leads to, e.g. `Aurora/Summer/hero.png`, beginning in the one root (or, with several, at the top). Capitals don't matter. */
  "lookup.get": {
    readonly input: {
      readonly query: {
        readonly path: string;
      };
    };
    readonly answer: {
      readonly kind: "folder" | "asset";
      readonly id: string;
      readonly name: string;
      readonly parent: string | null;
    };
  };
  /** May this user (left out: the caller) do this here, and why (not)? With `asOf`, a time or the number of an entry of the journal: as it was then, and by whose doing; for who may explain access here now. */
  "decisions.make": {
    readonly input: {
      readonly body: {
        readonly user?: string | undefined;
        readonly permission: string;
        readonly at: string | null;
        readonly connection?: string | undefined;
        readonly now?: string | undefined;
        readonly asOf?: string | number | undefined;
      };
    };
    readonly answer: Explanation;
  };
  /** All who may do this at a place (left out: at the account), and by which rights. With `asOf`: who might then, and by whose doing. */
  "who.list": {
    readonly input: {
      readonly query: {
        readonly permission: string;
        readonly at?: string | undefined;
        readonly connection?: string | undefined;
        readonly asOf?: string | number | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      };
    };
    readonly answer: {
      readonly items: readonly (Holder)[];
      readonly next: string | null;
    };
  };
  /** What the account says without effect (dead and redundant grants, idle overrides, void entries of roles), the gravest first; for who may explain access everywhere. */
  "findings.list": {
    readonly input: {
      readonly query?: {
        readonly severity?: "error" | "warning" | "note" | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Finding)[];
      readonly next: string | null;
    };
  };
  /** Who would gain and who would lose by a change, without making it; refused as the change would be. What the caller may not explain is left out. */
  "previews.make": {
    readonly input: {
      readonly body: {
        readonly operation: "grants.give" | "grants.end" | "overrides.set" | "overrides.end" | "roles.create" | "roles.replace" | "roles.copy" | "roles.delete" | "folders.create" | "folders.change" | "folders.delete" | "users.create" | "users.change" | "users.erase" | "groups.create" | "groups.change" | "groups.delete" | "assets.change" | "assets.delete" | "changes.undo";
        readonly path?: Readonly<Record<string, unknown>> | undefined;
        readonly body?: Readonly<Record<string, unknown>> | undefined;
      };
    };
    readonly answer: Preview;
  };
  /** What the caller (or, for who may explain access, another `user`) may do where, now: in all of the account, or `at` one place and below. With `asOf`: then, for who may explain access everywhere. */
  "scopes.list": {
    readonly input: {
      readonly query?: {
        readonly user?: string | undefined;
        readonly at?: string | undefined;
        readonly asOf?: string | number | undefined;
        readonly permission?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly ({
        readonly permissions: readonly (string)[];
        readonly level: "folder" | "workspace" | "account";
        readonly everywhere: boolean;
        readonly include: readonly (string)[];
        readonly except: readonly (string)[];
        readonly assets: readonly (string)[];
        readonly gates: {
          readonly approved: boolean;
          readonly unexpired: boolean;
        };
      })[];
      readonly next: string | null;
    };
  };
  /** The folders in which the caller (or another `user`, as above) may use a permission: each after the one it is in, by name. */
  "scopes.folders": {
    readonly input: {
      readonly query: {
        readonly user?: string | undefined;
        readonly at?: string | undefined;
        readonly asOf?: string | number | undefined;
        readonly permission: string;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      };
    };
    readonly answer: {
      readonly items: readonly ({
        readonly id: string;
        readonly parent: string | null;
        readonly name: string;
      })[];
      readonly next: string | null;
    };
  };
  /** The caller's API keys, or (with `owner`) another's, for who manages keys. Never their secrets. */
  "keys.list": {
    readonly input: {
      readonly query?: {
        readonly owner?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Key)[];
      readonly next: string | null;
    };
  };
  /** Makes an API key of the caller's, or of another's. Its token is answered this once. */
  "keys.create": {
    readonly input: {
      readonly body: {
        readonly name: string;
        readonly owner?: string | undefined;
        readonly permissions?: readonly (string)[] | null | undefined;
        readonly folders?: readonly (string)[] | null | undefined;
        readonly connections?: readonly (string)[] | null | undefined;
        readonly until?: string | null | undefined;
      };
    };
    readonly answer: {
      readonly key: Key;
      readonly token: string;
    };
  };
  /** Gives an API key a new secret, answered this once; the one before stays good for `overlapSeconds`, so that programs can be told one by one. Asks what making the key would ask. */
  "keys.roll": {
    readonly input: {
      readonly path: {
        readonly key: string;
      };
      readonly body: {
        readonly overlapSeconds?: number | undefined;
      };
    };
    readonly answer: {
      readonly key: Key;
      readonly token: string;
      readonly previousUntil: string;
    };
  };
  /** Ends an API key at once. */
  "keys.revoke": {
    readonly input: {
      readonly path: {
        readonly key: string;
      };
    };
    readonly answer: undefined;
  };
  /** What was let out, taken back or refused, newest first: at a place (`at`, with what is inside it now) for who holds audit.view there, or in all the account for who holds it everywhere. A page can be short of `limit` and still have a next. */
  "acts.list": {
    readonly input: {
      readonly query?: {
        readonly at?: string | undefined;
        readonly from?: string | undefined;
        readonly until?: string | undefined;
        readonly user?: string | undefined;
        readonly act?: "deliver" | "remove" | "download" | "confirm" | "resend" | "leave" | "export" | undefined;
        readonly effect?: "allow" | "deny" | undefined;
        readonly code?: string | undefined;
        readonly cursor?: number | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Act)[];
      readonly next: string | null;
    };
  };
  /** Takes a change back by a new one: your own, or with audit.export anybody's. Named by the number of one of its entries, as its answer's Gatefold-Revision said. Refused where any of it was changed again since, and where you may not do what undoes it. */
  "changes.undo": {
    readonly input: {
      readonly path: {
        readonly change: string;
      };
    };
    readonly answer: {
      readonly undone: string;
      readonly entries: number;
    };
  };
  /** How often somebody looked (thumbnails, lists, opens, pulls), counted by the minute, newest first: at one place (`at`) for who holds audit.view there, or in all the account for who holds it everywhere. The last second may be missing. */
  "looks.list": {
    readonly input: {
      readonly query?: {
        readonly at?: string | undefined;
        readonly user?: string | undefined;
        readonly permission?: string | undefined;
        readonly code?: string | undefined;
        readonly from?: string | undefined;
        readonly until?: string | undefined;
        readonly cursor?: string | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Look)[];
      readonly next: string | null;
    };
  };
  /** All that changed, or what of it is by or about somebody, at a place, of a type or of a time: newest first (perhaps `before` a number), or in order `after` one. `next` is the number to go on with. */
  "journal.list": {
    readonly input: {
      readonly query?: {
        readonly after?: number | undefined;
        readonly before?: number | undefined;
        readonly limit?: number | undefined;
        readonly from?: string | undefined;
        readonly until?: string | undefined;
        readonly at?: string | undefined;
        readonly by?: string | undefined;
        readonly about?: string | undefined;
        readonly person?: string | undefined;
        readonly type?: string | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (JournalEntry)[];
      readonly next: string | null;
    };
  };
  /** Walks the whole journal and says whether anything in it, or in what it led to, was changed or cut. `since` a checkpoint's text: whether the journal still holds what was signed and goes on from there; with `walk=since`, what comes before is counted and not looked at again: quick, and it proves less. */
  "journal.verify": {
    readonly input: {
      readonly query?: {
        readonly since?: string | undefined;
        readonly walk?: "since" | "whole" | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly ok: true;
      readonly entries: number;
      readonly head: {
        readonly seq: number;
        readonly hash: string;
      };
      readonly walkedFrom: number;
      readonly tables: boolean;
      readonly signatures: number;
      readonly since: {
        readonly seq: number;
        readonly hash: string;
        readonly at: string;
        readonly kid: string;
      } | null;
    } | {
      readonly ok: false;
      readonly seq: number;
      readonly problem: string;
      readonly message: string;
    };
  };
  /** The heads of the journal that were signed, newest first. */
  "checkpoints.list": {
    readonly input: {
      readonly query?: {
        readonly cursor?: number | undefined;
        readonly limit?: number | undefined;
      } | undefined;
    };
    readonly answer: {
      readonly items: readonly (Checkpoint)[];
      readonly next: string | null;
    };
  };
  /** Signs the journal's head now, or answers what it was signed with already. Kept elsewhere, it proves later that nothing up to there was changed or cut. */
  "checkpoints.sign": {
    readonly input: object;
    readonly answer: Checkpoint;
  };
  /** The public keys by which anybody can check a checkpoint, as a JSON Web Key Set; the one that signs now is the first. */
  "signing-keys.list": {
    readonly input: object;
    readonly answer: {
      readonly keys: readonly (SigningKey)[];
    };
  };
  /** The journal as lines, oldest first, all of it or what is asked for; `after` goes on where another one broke off. It asks audit.export, and is recorded as an act. */
  "export.journal": {
    readonly input: {
      readonly query?: {
        readonly format?: "jsonl" | "csv" | undefined;
        readonly after?: number | undefined;
        readonly from?: string | undefined;
        readonly until?: string | undefined;
        readonly at?: string | undefined;
        readonly by?: string | undefined;
        readonly about?: string | undefined;
        readonly person?: string | undefined;
        readonly type?: string | undefined;
      } | undefined;
    };
    readonly answer: undefined;
  };
  /** What was let out, taken back or refused as lines, oldest first, all of it or what is asked for; `after` goes on where another one broke off. It asks audit.export, and is recorded as an act. */
  "export.acts": {
    readonly input: {
      readonly query?: {
        readonly format?: "jsonl" | "csv" | undefined;
        readonly after?: number | undefined;
        readonly from?: string | undefined;
        readonly until?: string | undefined;
        readonly user?: string | undefined;
        readonly act?: "deliver" | "remove" | "download" | "confirm" | "resend" | "leave" | "export" | undefined;
        readonly effect?: "allow" | "deny" | undefined;
        readonly code?: string | undefined;
        readonly at?: string | undefined;
      } | undefined;
    };
    readonly answer: undefined;
  };
}

/** Method and path; `keyed`: it takes an idempotency key. */

export const routes = {
  "me.get": { method: "GET", path: "/v1/me", keyed: false },
  "account.get": { method: "GET", path: "/v1/account", keyed: false },
  "account.change": { method: "PATCH", path: "/v1/account", keyed: true },
  "users.list": { method: "GET", path: "/v1/users", keyed: false },
  "users.create": { method: "POST", path: "/v1/users", keyed: true },
  "users.get": { method: "GET", path: "/v1/users/{user}", keyed: false },
  "users.change": { method: "PATCH", path: "/v1/users/{user}", keyed: true },
  "users.erase": { method: "DELETE", path: "/v1/users/{user}", keyed: true },
  "groups.list": { method: "GET", path: "/v1/groups", keyed: false },
  "groups.create": { method: "POST", path: "/v1/groups", keyed: true },
  "groups.get": { method: "GET", path: "/v1/groups/{group}", keyed: false },
  "groups.change": { method: "PATCH", path: "/v1/groups/{group}", keyed: true },
  "groups.delete": { method: "DELETE", path: "/v1/groups/{group}", keyed: true },
  "roles.list": { method: "GET", path: "/v1/roles", keyed: false },
  "roles.create": { method: "POST", path: "/v1/roles", keyed: true },
  "roles.get": { method: "GET", path: "/v1/roles/{role}", keyed: false },
  "roles.replace": { method: "PUT", path: "/v1/roles/{role}", keyed: true },
  "roles.delete": { method: "DELETE", path: "/v1/roles/{role}", keyed: true },
  "roles.copy": { method: "POST", path: "/v1/roles/{role}/copy", keyed: true },
  "grants.list": { method: "GET", path: "/v1/grants", keyed: false },
  "grants.give": { method: "POST", path: "/v1/grants", keyed: true },
  "grants.end": { method: "POST", path: "/v1/grants/{grant}/end", keyed: true },
  "overrides.list": { method: "GET", path: "/v1/overrides", keyed: false },
  "overrides.set": { method: "POST", path: "/v1/overrides", keyed: true },
  "overrides.end": { method: "POST", path: "/v1/overrides/{override}/end", keyed: true },
  "folders.list": { method: "GET", path: "/v1/folders", keyed: false },
  "folders.create": { method: "POST", path: "/v1/folders", keyed: true },
  "folders.get": { method: "GET", path: "/v1/folders/{folder}", keyed: false },
  "folders.change": { method: "PATCH", path: "/v1/folders/{folder}", keyed: true },
  "folders.delete": { method: "DELETE", path: "/v1/folders/{folder}", keyed: true },
  "assets.list": { method: "GET", path: "/v1/assets", keyed: false },
  "assets.upload": { method: "POST", path: "/v1/assets", keyed: true },
  "assets.get": { method: "GET", path: "/v1/assets/{asset}", keyed: false },
  "assets.change": { method: "PATCH", path: "/v1/assets/{asset}", keyed: true },
  "assets.delete": { method: "DELETE", path: "/v1/assets/{asset}", keyed: true },
  "assets.replace": { method: "PUT", path: "/v1/assets/{asset}/content", keyed: true },
  "collections.list": { method: "GET", path: "/v1/collections", keyed: false },
  "collections.create": { method: "POST", path: "/v1/collections", keyed: true },
  "collections.get": { method: "GET", path: "/v1/collections/{collection}", keyed: false },
  "collections.change": { method: "PATCH", path: "/v1/collections/{collection}", keyed: true },
  "collections.delete": { method: "DELETE", path: "/v1/collections/{collection}", keyed: true },
  "connections.list": { method: "GET", path: "/v1/connections", keyed: false },
  "connections.create": { method: "POST", path: "/v1/connections", keyed: true },
  "connections.get": { method: "GET", path: "/v1/connections/{connection}", keyed: false },
  "connections.change": { method: "PATCH", path: "/v1/connections/{connection}", keyed: true },
  "connections.delete": { method: "DELETE", path: "/v1/connections/{connection}", keyed: true },
  "connections.verify": { method: "POST", path: "/v1/connections/{connection}/verify", keyed: false },
  "deliveries.request": { method: "POST", path: "/v1/deliveries", keyed: true },
  "deliveries.list": { method: "GET", path: "/v1/deliveries", keyed: false },
  "deliveries.get": { method: "GET", path: "/v1/deliveries/{delivery}", keyed: false },
  "deliveries.remove": { method: "DELETE", path: "/v1/deliveries/{delivery}", keyed: true },
  "deliveries.cancel": { method: "POST", path: "/v1/deliveries/{delivery}/cancel", keyed: true },
  "deliveries.settle": { method: "POST", path: "/v1/deliveries/{delivery}/settle", keyed: true },
  "jobs.create": { method: "POST", path: "/v1/jobs", keyed: true },
  "jobs.list": { method: "GET", path: "/v1/jobs", keyed: false },
  "jobs.get": { method: "GET", path: "/v1/jobs/{job}", keyed: false },
  "jobs.items": { method: "GET", path: "/v1/jobs/{job}/items", keyed: false },
  "jobs.cancel": { method: "POST", path: "/v1/jobs/{job}/cancel", keyed: true },
  "jobs.retry": { method: "POST", path: "/v1/jobs/{job}/retry", keyed: true },
  "jobs.events": { method: "GET", path: "/v1/jobs/{job}/events", keyed: false },
  "lookup.get": { method: "GET", path: "/v1/lookup", keyed: false },
  "decisions.make": { method: "POST", path: "/v1/decisions", keyed: false },
  "who.list": { method: "GET", path: "/v1/who", keyed: false },
  "findings.list": { method: "GET", path: "/v1/findings", keyed: false },
  "previews.make": { method: "POST", path: "/v1/previews", keyed: false },
  "scopes.list": { method: "GET", path: "/v1/scopes", keyed: false },
  "scopes.folders": { method: "GET", path: "/v1/scopes/folders", keyed: false },
  "keys.list": { method: "GET", path: "/v1/keys", keyed: false },
  "keys.create": { method: "POST", path: "/v1/keys", keyed: true },
  "keys.roll": { method: "POST", path: "/v1/keys/{key}/roll", keyed: true },
  "keys.revoke": { method: "DELETE", path: "/v1/keys/{key}", keyed: true },
  "acts.list": { method: "GET", path: "/v1/acts", keyed: false },
  "changes.undo": { method: "POST", path: "/v1/changes/{change}/undo", keyed: true },
  "looks.list": { method: "GET", path: "/v1/looks", keyed: false },
  "journal.list": { method: "GET", path: "/v1/journal", keyed: false },
  "journal.verify": { method: "POST", path: "/v1/journal/verify", keyed: false },
  "checkpoints.list": { method: "GET", path: "/v1/checkpoints", keyed: false },
  "checkpoints.sign": { method: "POST", path: "/v1/checkpoints", keyed: true },
  "signing-keys.list": { method: "GET", path: "/v1/signing-keys", keyed: false },
  "export.journal": { method: "GET", path: "/v1/export/journal", keyed: false },
  "export.acts": { method: "GET", path: "/v1/export/acts", keyed: false },
} as const;

export type ProblemCode =
  | "INVALID_REQUEST"
  | "UNAUTHENTICATED"
  | "UNKNOWN"
  | "NO_GRANT"
  | "OVERRIDE_DENY"
  | "NEEDS"
  | "ACCOUNT_SUSPENDED"
  | "PLAN_FEATURE_MISSING"
  | "CREDENTIAL_SCOPE"
  | "NOT_FOUND"
  | "RATE_LIMITED"
  | "INTERNAL"
  | "STALE"
  | "MALFORMED_JSON"
  | "INVALID"
  | "RIGHT_MISSING"
  | "BEYOND_OWN"
  | "ALL_ACCESS_NEEDED"
  | "IDEMPOTENCY_UNDER_WAY"
  | "IDEMPOTENCY_REPLAYED"
  | "LAST_ADMIN"
  | "DUPLICATE_ID"
  | "CYCLE"
  | "NOT_EMPTY"
  | "IN_USE"
  | "HEAD_MOVED"
  | "CLAIM_LOST"
  | "PREVIEW_STALE"
  | "PRECONDITION_FAILED"
  | "TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "IDEMPOTENCY_KEY_REUSED"
  | "DIFF_TOO_LARGE"
  | "NAME_TAKEN"
  | "PLAN_LIMIT"
  | "NOT_A_PICTURE"
  | "PICTURE_DAMAGED"
  | "PICTURE_TOO_LARGE"
  | "PICTURE_NOT_ALONE"
  | "CONNECTOR_CONFIG"
  | "SECRETS_NEEDED"
  | "PLATFORM_REJECTED"
  | "PLATFORM_UNSUPPORTED"
  | "PLATFORM_NOT_FOUND"
  | "PLATFORM_AUTH"
  | "PLATFORM_SCOPE"
  | "PLATFORM_RATE_LIMITED"
  | "PLATFORM_DAILY_QUOTA"
  | "PLATFORM_UNAVAILABLE"
  | "PLATFORM_UNREADABLE"
  | "OUTCOME_UNKNOWN"
  | "CANCELLED"
  | "CREDENTIAL_ENDED"
  | "CONNECTOR_OFF"
  | "CONNECTION_ELSEWHERE"
  | "ASSET_EXPIRED"
  | "ASSET_NOT_APPROVED"
  | "CONNECTION_AMBIGUOUS"
  | "DELIVERY_STATE"
  | "DELIVERY_MOVED"
  | "DELIVERY_NOT_SEEN"
  | "EXTERNAL_ID_TAKEN"
  | "VERSION_REPLACED"
  | "NOTHING_TO_DELIVER"
  | "JOB_TOO_LARGE"
  | "OVERTAKEN"
  | "NOT_UNDOABLE"
  | "JOURNAL_CHANGED";
