import {
  type BuiltInPermission,
  type Change,
  ERASED,
  type Event,
  inverseOf,
  planChanges,
  type State,
  withoutGaps,
} from "@gatefold/core";
import type { Entry, Journal } from "@gatefold/store";
import { sees, may } from "../access/access.ts";
import { mayEverywhere } from "../access/everywhere.ts";
import { planMustAllow } from "../access/limits.ts";
import type { View } from "../access/view.ts";
import { nameKey } from "../http/names.ts";
import { notFound, Refusal } from "../http/problems.ts";
import type { IdKind } from "../ids.ts";
import { mutable } from "./event-data.ts";
import type { Plan } from "./desk.ts";
import type { Pasts } from "./pasts.ts";
import { approvalsDropped, depthMustFit, leavesWorkspace, levelsBelow, workspaceMustFit } from "./tree.ts";

/** A change as it was made: its entries, and the rows that it changed then. */
export interface MadeChange {
  readonly id: string;
  readonly user: string;
  readonly entries: readonly Entry[];
  readonly changes: readonly Change[];
  /** The ids of those rows that had a text which the journal has forgotten. */
  readonly erased: ReadonlySet<string>;
}

interface UndoDeps {
  readonly journal: Pick<Journal, "read">;
  readonly pasts: Pasts;
}

const PAGE = 100;

/** The change that the entry of this number belongs to. Throws `NOT_FOUND` where there is none. */
export async function madeChange(view: View, seq: number, { journal, pasts }: UndoDeps): Promise<MadeChange> {
  const { account, user } = view.caller.principal;
  const [entry] = await journal.read(account, { after: seq - 1, limit: 1 });
  if (!entry || entry.seq !== seq) throw notFound();
  const { change: id, principal } = entry;
  // Who may not know of it is told so before the past is folded for him.
  if (principal.user !== user && !may(view, "audit.export", null)) throw notFound();
  if (principal.credential.kind !== "key") {
    throw new Refusal("NOT_UNDOABLE", "Nobody in the account made this change; it stays.");
  }
  const entries = [
    ...(await along(id, (edge) => journal.read(account, { before: edge, limit: PAGE }), seq)).toReversed(),
    entry,
    ...(await along(id, (edge) => journal.read(account, { after: edge, limit: PAGE }), seq)),
  ];
  const first = entries[0]?.seq ?? seq;
  const { state } = await pasts.of(account, { revision: first - 1 }, view.state.revision);
  const changes = planChanges(
    state,
    entries.map(({ event, seq: number }) => withoutGaps(event, number)),
  );
  const erased = await erasedRows(account, changes, view.state.revision, journal);
  return { id, user: principal.user, entries, changes, erased };
}

/** What stands for a forgotten text may be a name that somebody chose: the journal itself tells the two apart. */
async function erasedRows(
  account: string,
  changes: readonly Change[],
  head: number,
  journal: UndoDeps["journal"],
): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  for (const { id, before } of changes) {
    if (!JSON.stringify(before ?? null).includes(JSON.stringify(ERASED))) continue;
    const subject = subjectOf(before) ?? id;
    for (let after = 0; after < head && !erased.has(id);) {
      const entries = await journal.read(account, { after, limit: PAGE, filter: { about: subject } });
      if (entries.some(hasGap)) erased.add(id);
      after = entries.length < PAGE ? head : (entries.at(-1)?.seq ?? head);
    }
  }
  return erased;
}

function hasGap({ event, seq }: Entry): boolean {
  return JSON.stringify(withoutGaps(event, seq)) !== JSON.stringify(event);
}

/** Texts are forgotten of a person: in what is about him, like his grants and keys. */
function subjectOf(row: object | undefined): string | null {
  if (!row) return null;
  const subject: unknown = "user" in row ? row.user : "owner" in row ? row.owner : null;
  return typeof subject === "string" ? subject : null;
}

/** Entries of one change stand together: those on one side of an entry. */
async function along(id: string, page: (edge: number) => Promise<Entry[]>, from: number): Promise<Entry[]> {
  const found: Entry[] = [];
  for (let edge = from; ;) {
    const entries = await page(edge);
    const own = entries.findIndex(({ change }) => change !== id);
    found.push(...(own === -1 ? entries : entries.slice(0, own)));
    const last = entries.at(-1);
    if (own !== -1 || !last || entries.length < PAGE) return found;
    edge = last.seq;
  }
}

/** Takes it back in the account as it is now, under the rights of whoever does. Throws why it can't be. */
export function planUndo(
  view: View,
  { id, changes, user, erased }: MadeChange,
  nextId: (kind: IdKind) => string,
): Plan<undefined> {
  if (!may(view, "audit.export", null)) mustKnowOf(view, changes, user);
  const { state, caller } = view;
  const inverse = inverseOf(state, changes, { nextId, by: caller.principal.user });
  const events = inverse.flatMap((event) =>
    approvalsLeft(state, inverse, event).concat(asMayStand(view, event)),
  );
  if (erased.size > 0 && JSON.stringify(events).includes(JSON.stringify(ERASED))) {
    throw new Refusal("NOT_UNDOABLE", "A text of what was there is erased, and does not come back.");
  }
  mustFit(view, planChanges(state, events));
  const connection = changes.find((change) => change.kind === "connection" && !change.before);
  const key = changes.find((change) => change.kind === "key" && !change.before);
  return {
    events: [{ type: "change.undone", change: id }, ...events.map((event) => mutable(event))],
    ...(connection ? { sealed: { connection: connection.id, secrets: null } } : {}),
    ...(key ? { keySecret: { key: key.id, hash: null } } : {}),
    value: undefined,
  };
}

/** Whoever may not read the journal undoes what he did himself, and sees all of still; the rest is not there for him. */
function mustKnowOf(view: View, changes: readonly Change[], user: string): void {
  if (user !== view.caller.principal.user || !changes.every((change) => knowsOf(view, change)))
    throw notFound();
}

function knowsOf(view: View, change: Change): boolean {
  const { kind, id, before, after } = change;
  const row = before ?? after;
  const homes = [homeOf(before), homeOf(after)];
  if (kind === "folder" || kind === "asset") return [id, ...homes].every((place) => seesIfThere(view, place));
  if (kind === "collection") return homes.every((place) => seesIfThere(view, place));
  if (kind === "grant") {
    const { folders = null, asset = null } = change.before ?? change.after ?? {};
    return (folders ?? [asset]).every((place) => mayThere(view, "access.explain", place));
  }
  if (kind === "override") return mayThere(view, "access.explain", homeOf(row));
  if (kind === "connection") return homes.every((place) => mayThere(view, "connections.manage", place));
  // A key that this made, or cut down, is told by nothing but that it stands as it did.
  return kind === "key" || may(view, rightsOver[kind], null);
}

/** Who knows of these rows: whoever may change them. */
const rightsOver = {
  account: "account.manage",
  permission: "account.manage",
  role: "roles.manage",
  user: "users.manage",
  group: "users.manage",
} as const;

function mayThere(view: View, permission: BuiltInPermission, place: string | null): boolean {
  return place === null ? mayEverywhere(view, permission) : may(view, permission, place);
}

function seesIfThere(view: View, place: string | null): boolean {
  return place === null || !isThere(view.state, place) || sees(view, place);
}

function homeOf(row: object | undefined): string | null {
  if (!row) return null;
  const home: unknown = "folder" in row ? row.folder : "parent" in row ? row.parent : null;
  return typeof home === "string" ? home : null;
}

function isThere(state: State, place: string): boolean {
  return state.get("folder", place) !== undefined || state.get("asset", place) !== undefined;
}

/** Bytes that come back are approved only by who may approve them: the approval that stands was for others. */
function asMayStand(view: View, event: Event): Event {
  if (event.type !== "asset.versioned" || may(view, "asset.approve", event.id)) return event;
  return { ...event, approved: false };
}

/** What leaves its workspace by an undo leaves its approvals behind, as by any other move. */
function approvalsLeft(state: State, all: readonly Event[], event: Event): Event[] {
  if (event.type === "folder.moved") {
    const folder = state.get("folder", event.id);
    return folder ? approvalsDropped(state, folder, event.parent) : [];
  }
  if (event.type !== "asset.moved") return [];
  const asset = state.get("asset", event.id);
  const isSaid = all.some((other) => other.type === "asset.approval-set" && other.id === event.id);
  if (!asset?.approved || isSaid || !leavesWorkspace(state, asset.folder, event.folder)) return [];
  return [{ type: "asset.approval-set", id: asset.id, approved: false }];
}

/** What events can't say of themselves: names are free, the tree is sound, and the plan has room. */
function mustFit({ state }: View, changes: readonly Change[]): void {
  const touched = new Set(changes.map(({ id }) => id));
  for (const change of changes) {
    const { kind, before, after } = change;
    if (!after) continue;
    if (kind === "folder" || kind === "asset") {
      mustFitIn(state, homeOf(after), after.name, touched);
    }
    if (
      kind === "folder" &&
      after.parent !== before?.parent &&
      (after.parent === null || state.get("folder", after.parent))
    ) {
      depthMustFit(state, after.parent, before ? levelsBelow(state, after.id) : 0);
      if (after.workspace) workspaceMustFit(state, after.parent);
    }
    if (kind === "role" || kind === "group") {
      mustBeFree([...state.all(kind)], after.name, touched);
    }
    if (kind === "asset" && !before) planMustAllow(state, "assets", state.count("asset"));
    if (kind === "user" && before?.status === "suspended" && after.status === "active") {
      const active = [...state.all("user")].filter(
        (one) => one.kind !== "external" && one.status === "active",
      );
      planMustAllow(state, "users", active.length);
    }
  }
}

function mustFitIn(state: State, home: string | null, name: string, touched: ReadonlySet<string>): void {
  if (home !== null)
    mustBeFree([...state.find("foldersIn", home), ...state.find("assetsIn", home)], name, touched);
}

function mustBeFree(
  others: readonly { readonly id: string; readonly name: string }[],
  name: string,
  touched: ReadonlySet<string>,
): void {
  if (!others.some((other) => !touched.has(other.id) && nameKey(other.name) === nameKey(name))) return;
  throw new Refusal("NAME_TAKEN", `Something else is called "${name}" by now; rename that first.`);
}
