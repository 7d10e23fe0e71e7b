import { EventRefused } from "../errors.ts";
import type { Entities, Kind } from "../model.ts";
import type { Event } from "../state/events.ts";
import type { Change, State } from "../state/state.ts";

/** How the events that undo something get along: ids of grants and overrides that are given anew, and who gives them. */
export interface Undoing {
  readonly nextId: (kind: "grant" | "override") => string;
  readonly by: string;
}

/**
 * The events that take these changes (as `planChanges` gave them, then) back in a state that has moved on since. What came
 * goes, what went comes back, and of what changed just that becomes what it was. Things come back under their ids; grants and
 * overrides are given anew, by who undoes. Keys that lost a folder with it stay without. Throws `EventRefused`: `OVERTAKEN`
 * where any of it was changed again, `NOT_UNDOABLE` where it can't be taken back by an event.
 */
export function inverseOf(state: State, changes: readonly Change[], undoing: Undoing): Event[] {
  const rows = changes.map((change) => mustStand(state, change));
  const ids = newIds(rows, undoing);
  const look: Look = { state, undoing, ids };
  const of = (order: readonly Kind[], is: (change: Change) => boolean) =>
    order.flatMap((kind) => inOrder(rows.filter((row) => row.kind === kind && is(row))));
  return [
    ...of(kindsInOrder, ({ before, after }) => before !== undefined && after === undefined).flatMap((row) =>
      broughtBack(look, row),
    ),
    ...of(kindsInOrder, ({ before, after }) => before !== undefined && after !== undefined).flatMap((row) =>
      changedBack(look, row),
    ),
    ...of(kindsInOrder, ({ before }) => before === undefined)
      .toReversed()
      .map((row) => takenAway(row)),
  ];
}

interface Look {
  readonly state: State;
  readonly undoing: Undoing;
  /** Of grants that are given anew. */
  readonly ids: ReadonlyMap<string, string>;
}

/** What others rest on first. */
const kindsInOrder: readonly Kind[] = [
  "permission",
  "folder",
  "asset",
  "collection",
  "user",
  "role",
  "group",
  "account",
  "grant",
  "override",
  "connection",
  "key",
];

/** Folders after those they lie in, grants after those they live by. */
function inOrder(rows: readonly Change[]): Change[] {
  const rest = new Map(rows.map((row) => [row.id, row]));
  const ordered: Change[] = [];
  const place = (row: Change) => {
    if (!rest.delete(row.id)) return;
    const seen = row.after ?? row.before;
    const on = seen && ("parent" in seen ? seen.parent : "livesBy" in seen ? seen.livesBy : null);
    const under = rest.get(on ?? "");
    if (under) place(under);
    ordered.push(row);
  };
  for (const row of rows) place(row);
  return ordered;
}

/** As the change left it, as far as the change touched it. */
function mustStand(state: State, change: Change): Change {
  const current = state.get(change.kind, change.id);
  const { before, after } = change;
  const stands =
    before && after
      ? current !== undefined &&
        fieldsOf(before, after).every((name) => same(field(current, name), field(after, name)))
      : same(current, after);
  if (stands) return change;
  throw new EventRefused(
    "OVERTAKEN",
    "What this changed was changed again since, so it can't be undone as it was; undo the later change first, or change it by hand.",
    { kind: change.kind },
  );
}

type Row = Entities[Kind];

const field = (row: Row, name: string): unknown => Object.entries(row).find(([key]) => key === name)?.[1];
const same = (one: unknown, other: unknown) => textOf(one) === textOf(other);

/** Whatever the order of its fields: a journal has one of its own. */
function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** The names of the fields in which two rows differ. */
function fieldsOf(before: Row, after: Row): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !same(field(before, name), field(after, name)));
}

/** A grant that is cut, like one that is gone, comes back as a new one. */
function newIds(rows: readonly Change[], { nextId }: Undoing): Map<string, string> {
  return new Map(
    rows.flatMap(({ kind, id, before }) => (kind === "grant" && before ? [[id, nextId("grant")]] : [])),
  );
}

function notUndoable(what: string): EventRefused {
  return new EventRefused("NOT_UNDOABLE", `${what}; change it by hand.`);
}

function given({ ids, undoing: { by } }: Look, { livesBy, ...grant }: Entities["grant"]): Event {
  const life = livesBy === undefined ? {} : { livesBy: ids.get(livesBy) ?? livesBy };
  const row = { ...grant, id: ids.get(grant.id) ?? grant.id, givenBy: by, ...life };
  return { type: "grant.given", grant: row } as Event;
}

function broughtBack(look: Look, { kind, before }: Change): Event[] {
  const { nextId, by } = look.undoing;
  if (kind === "grant") return before ? [given(look, before)] : [];
  if (kind === "override") {
    return [{ type: "override.set", override: { ...before, id: nextId("override"), givenBy: by } } as Event];
  }
  if (kind === "connection" || kind === "key") throw notUndoable("Its credentials are forgotten");
  if (!comesAndGoes.has(kind)) throw notUndoable("This does not come back by an undo");
  return [{ type: `${kind}.created`, [kind]: before } as Event];
}

/** What is made and deleted by events that are called so. */
const comesAndGoes: ReadonlySet<Kind> = new Set(["folder", "asset", "collection", "role", "group"]);

function takenAway({ kind, id }: Change): Event {
  if (kind === "grant" || kind === "override") return { type: `${kind}.ended`, id, reason: "" };
  if (kind === "connection") return { type: "connection.removed", id };
  if (kind === "key") return { type: "key.revoked", id };
  if (comesAndGoes.has(kind)) return { type: `${kind}.deleted`, id } as Event;
  throw notUndoable(
    "People are never deleted, and neither is what an account was founded with; suspend a person",
  );
}

function changedBack(look: Look, change: Change): Event[] {
  const { before, after, kind, id } = change;
  const current = look.state.get(kind, id);
  if (!before || !after || !current) return [];
  const names = fieldsOf(before, after);
  const wanted = { ...current, ...Object.fromEntries(names.map((name) => [name, field(before, name)])) };
  const back = restorers[kind] as Restorer<Kind>;
  return back(look, { names: new Set(names), wanted, current });
}

type Restorer<K extends Kind> = (
  look: Look,
  row: { readonly names: ReadonlySet<string>; readonly wanted: Entities[K]; readonly current: Entities[K] },
) => Event[];

/** Events where their field is one of those that are put back. */
function where(names: ReadonlySet<string>, events: Readonly<Record<string, object>>): Event[] {
  return Object.entries(events).flatMap(([name, event]) => (names.has(name) ? [event as Event] : []));
}

const restorers: { [K in Kind]: Restorer<K> } = {
  account: (_look, { names, wanted }) => {
    if (names.has("plan") || names.has("name")) throw notUndoable("An account's plan is set from outside");
    return where(names, {
      status: { type: "account.status-set", status: wanted.status },
      creatorRole: { type: "account.creator-role-set", role: wanted.creatorRole ?? null },
    });
  },
  permission: () => {
    throw notUndoable("The catalogue of permissions is set from outside");
  },
  folder: (_look, { names, wanted: { id, name, parent, restricted, workspace } }) =>
    where(names, {
      name: { type: "folder.renamed", id, name },
      parent: { type: "folder.moved", id, parent },
      restricted: { type: "folder.restriction-set", id, restricted },
      workspace: { type: "folder.workspace-set", id, workspace },
    }),
  asset: (_look, { names, wanted: { id, name, folder, approved, expires, version } }) =>
    where(names, {
      name: { type: "asset.renamed", id, name },
      folder: { type: "asset.moved", id, folder },
      version: { type: "asset.versioned", id, version },
      approved: { type: "asset.approval-set", id, approved },
      expires: { type: "asset.expiry-set", id, expires },
    }),
  collection: (_look, { names, wanted: { id, name, assets } }) =>
    where(names, {
      name: { type: "collection.renamed", id, name },
      assets: { type: "collection.assets-set", id, assets },
    }),
  role: (_look, { wanted }) => [{ type: "role.changed", role: wanted } as Event],
  group: (_look, { names, wanted: { id, name, members }, current }) => [
    ...where(names, { name: { type: "group.renamed", id, name } }),
    ...current.members
      .filter((user) => !members.includes(user))
      .map((user) => ({ type: "group.member-removed", id, user }) as const),
    ...members
      .filter((user) => !current.members.includes(user))
      .map((user) => ({ type: "group.member-added", id, user }) as const),
  ],
  user: (_look, { names, wanted: { id, username, name, email, status } }) => [
    ...(["username", "name", "email"].some((one) => names.has(one))
      ? [{ type: "user.changed", id, username, name, email } as const]
      : []),
    ...where(names, { status: { type: "user.status-set", id, status } }),
  ],
  grant: (look, { wanted }) => {
    if (look.state.tally("grantsLivingBy", wanted.id) > 0)
      throw notUndoable("Other grants live by one that this cut");
    return [given(look, wanted), { type: "grant.ended", id: wanted.id, reason: "" }];
  },
  override: () => {
    throw notUndoable("An override does not change");
  },
  connection: (_look, { names, wanted }) => {
    if (names.has("settings")) throw notUndoable("Settings may say where credentials go");
    return [{ type: "connection.changed", connection: wanted }];
  },
  // A key is only ever cut down; what it lost it does without.
  key: () => [],
};
