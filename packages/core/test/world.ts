import { decide } from "../src/decisions/decide.ts";
import type { DecisionCode } from "../src/decisions/decision.ts";
import type { Event } from "../src/state/events.ts";
import { foldEvents } from "../src/state/fold.ts";
import type { Account, Connection, Folder, Grant, Override, Permission, Role } from "../src/model.ts";
import type { State } from "../src/state/state.ts";

/** A small account in short: what a test does not say is the plainest thing. Ids come from the keys and the order. */
export interface World {
  readonly account?: Partial<Account>;
  readonly features?: readonly string[];
  readonly permissions: Readonly<Record<string, Partial<Permission>>>;
  /** In an order in which parents come first. */
  readonly folders?: Readonly<Record<string, Partial<Folder>>>;
  readonly assets?: Readonly<Record<string, { folder: string; approved?: boolean; expires?: number }>>;
  readonly collections?: Readonly<Record<string, { folder: string; assets: string[] }>>;
  readonly roles?: Readonly<Record<string, Partial<Role>>>;
  readonly users: Readonly<Record<string, "active" | "suspended">>;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly grants?: readonly (Partial<Grant> & { readonly role: string })[];
  readonly overrides?: readonly (Partial<Override> & Pick<Override, "user" | "effect" | "permission">)[];
  readonly connections?: readonly (Partial<Connection> & { readonly connector: string })[];
}

export function stateOf(world: World): State {
  return foldEvents(eventsOf(world));
}

/** The code with which a world answers. */
export function asked(
  world: World,
  user: string,
  permission: string,
  at: string | null,
  now = 0,
  connection?: string,
): DecisionCode {
  return decide(stateOf(world), { user, permission, at, now, connection }).code;
}

export function eventsOf(world: World): Event[] {
  return [...thingsOf(world), ...peopleOf(world), ...rightsOf(world)];
}

export function grantOf(id: string, grant: Partial<Grant> & { readonly role: string }): Grant {
  const plain = { user: null, group: null, folders: null, asset: null, collection: null };
  return { id, ...plain, from: null, until: null, reason: "", givenBy: null, ...grant };
}

function thingsOf(world: World): Event[] {
  const plan = { features: [...(world.features ?? [])], limits: {} };
  const account = { id: "account", name: "Account", status: "active" as const, plan, ...world.account };
  return [
    { type: "account.created", account },
    {
      type: "permissions.defined",
      permissions: entriesOf(world.permissions, {
        level: "folder" as const,
        needs: [],
        feature: null,
        connector: null,
        description: "",
        aliases: [],
      }),
    },
    ...entriesOf(world.folders, { parent: null, name: "", restricted: false, workspace: false }).map(
      (folder) => ({ type: "folder.created" as const, folder }),
    ),
    ...entriesOf(world.assets, { name: "", approved: true, expires: null, version: null }).map((asset) => ({
      type: "asset.created" as const,
      asset,
    })),
    ...entriesOf(world.collections, { name: "" }).map((collection) => ({
      type: "collection.created" as const,
      collection,
    })),
    ...(world.connections ?? []).map((connection) => ({
      type: "connection.created" as const,
      connection: { id: connection.connector, folder: null, name: "", settings: {}, ...connection },
    })),
  ] as Event[];
}

function peopleOf(world: World): Event[] {
  return [
    ...Object.entries(world.users).map(([id, status]) => ({
      type: "user.created" as const,
      user: { id, username: id, name: id, email: null, kind: "person" as const, status },
    })),
    ...Object.entries(world.groups ?? {}).map(([id, members]) => ({
      type: "group.created" as const,
      group: { id, name: id, members: [...members] },
    })),
  ];
}

function rightsOf(world: World): Event[] {
  return [
    ...entriesOf(world.roles, {
      description: "",
      permissions: [],
      folders: "all" as const,
      allAccess: false,
      feature: null,
    }).map((role) => ({ type: "role.created" as const, role: { name: role.id, ...role } })),
    ...(world.grants ?? []).map((grant, at) => ({
      type: "grant.given" as const,
      grant: grantOf(`g${at}`, grant),
    })),
    ...(world.overrides ?? []).map((override, at) => ({
      type: "override.set" as const,
      override: {
        id: `o${at}`,
        folder: null,
        from: null,
        until: null,
        reason: "",
        givenBy: null,
        ...override,
      },
    })),
  ] as Event[];
}

function entriesOf<Row extends object, Plain extends object>(
  rows: Readonly<Record<string, Row>> | undefined,
  plain: Plain,
): (Plain & Row & { id: string })[] {
  return Object.entries(rows ?? {}).map(([id, row]) => Object.assign({}, plain, row, { id }));
}
