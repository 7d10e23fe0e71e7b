import { held } from "../decisions/holdings.ts";
import type { Grant } from "../model.ts";
import { regionsOf } from "../regions/marks.ts";
import type { Change, State } from "../state/state.ts";
import { createHolders, type Holders, holdersOf } from "./holders.ts";
import { chainIn, type Side, type Tree } from "./tree.ts";

/** The account alone. No thing has this id. */
export const ACCOUNT = "";

/** Where answers may differ: a folder with all below, an asset, `ACCOUNT`, or (null) everything. */
export type Region = string | null;

/** Whose answers may differ, and where. Nobody else's do, nor anywhere else. */
export interface Touches {
  readonly everybody: Set<Region>;
  readonly people: Map<string, Set<Region>>;
}

/** The changes, and both sides of them as trees. */
export interface Ground {
  readonly changes: readonly Change[];
  readonly before: Tree;
  readonly after: Tree;
}

/** Adds what the changes touch, read in the state of one side. */
export function addTouches(touches: Touches, state: State, ground: Ground, side: Side): void {
  const look: Look = { state, ground, side, touches, holders: createHolders(state) };
  for (const change of ground.changes) readers[change.kind]?.(look, change as never);
}

interface Look {
  readonly state: State;
  readonly ground: Ground;
  readonly side: Side;
  readonly touches: Touches;
  readonly holders: Holders;
}

function touch({ touches: { people } }: Look, users: Iterable<string>, region: Region): void {
  for (const user of users) {
    const regions = people.get(user);
    if (regions) regions.add(region);
    else people.set(user, new Set([region]));
  }
}

type Reader<K extends Change["kind"]> = (look: Look, change: Extract<Change, { kind: K }>) => void;

/** Every kind of row that a decision depends on. */
const readers: { [K in Exclude<Change["kind"], "key">]: Reader<K> } & { key?: never } = {
  account: ({ touches }) => touches.everybody.add(null),
  permission: ({ touches }) => touches.everybody.add(null),
  connection: ({ touches }, { before, after }) => {
    for (const row of [before, after]) if (row) touches.everybody.add(row.folder);
    touches.everybody.add(ACCOUNT);
  },
  user: (look, { id }) => touch(look, [id], null),
  group: (look, { id, before, after }) => {
    const members = symmetricDifference(new Set(before?.members), new Set(after?.members));
    for (const grant of look.state.find("grantsOfGroup", id)) touchGrant(look, grant, members);
  },
  role: (look, { id }) => {
    for (const grant of look.state.find("grantsOfRole", id)) touchGrant(look, grant);
  },
  grant: (look, { before, after }) => {
    const grant = look.side === "before" ? before : after;
    if (grant) touchGrant(look, grant);
  },
  override: (look, { before, after }) => {
    for (const row of [before, after]) if (row) touch(look, [row.user], row.folder);
  },
  collection: (look, { id, before, after }) => {
    const [old, young] = [before?.assets ?? [], after?.assets ?? []];
    const isMoved = before?.folder !== after?.folder;
    const assets = isMoved ? [...old, ...young] : symmetricDifference(new Set(old), new Set(young));
    touchCollection(look, id, assets);
  },
  folder: (look, change) => {
    const { id, before, after } = change;
    if (!isStructural(look.ground, change)) return;
    const same = before?.restricted === after?.restricted && before?.workspace === after?.workspace;
    if (before && after && same) touchMoved(look, id);
    else look.touches.everybody.add(id);
  },
  asset: (look, change) => {
    const { id, before, after } = change;
    if (!isStructural(look.ground, change)) return;
    const same = before?.approved === after?.approved && before?.expires === after?.expires;
    if (before && after && same) touchMoved(look, id);
    else look.touches.everybody.add(id);
  },
};

/**
 * Does this change make a place differ from the folder it is in? One that comes or goes together with its folder does not:
 * what is true of that one is true of all in it.
 */
export function isStructural(
  { before: old, after: young }: Ground,
  { before, after }: Extract<Change, { kind: "folder" | "asset" }>,
): boolean {
  if (before && after) return true;
  const row = before ?? after;
  const home = row && "folder" in row ? row.folder : row?.parent;
  const isIn = (tree: Tree) => typeof home === "string" && tree.folder(home) !== undefined;
  return isIn(old) === isIn(young);
}

function touchGrant(look: Look, grant: Grant, holders?: Iterable<string>, seen = new Set<string>()): void {
  if (seen.has(grant.id)) return;
  seen.add(grant.id);
  const users = holders ?? holdersOf(look.state, grant);
  for (const { role } of held(look.state, grant)) {
    for (const region of regionsOf(look.state, grant, role)) touch(look, users, region);
  }
  for (const living of look.state.find("grantsLivingBy", grant.id)) touchGrant(look, living, undefined, seen);
}

function touchCollection(look: Look, id: string, assets: Iterable<string>): void {
  for (const asset of assets) touch(look, look.holders.ofCollection(id), asset);
}

/**
 * What moves gets new folders above it and loses old ones. That matters to those who hold something just there; and to all
 * where one of these folders is restricted, or a connection lives at it.
 */
function touchMoved(look: Look, id: string): void {
  const { state, ground, touches } = look;
  const above = symmetricDifference(chainIn(ground.before, id), chainIn(ground.after, id));
  const restricts = (folder: string) =>
    ground.before.folder(folder)?.restricted === true || ground.after.folder(folder)?.restricted === true;
  const walled = [...above].some(restricts);
  if (walled) touchCollectionsIn(look, id);
  if (walled || [...state.all("connection")].some(({ folder }) => folder !== null && above.has(folder)))
    touches.everybody.add(id);
  else for (const folder of above) touch(look, look.holders.at(folder), id);
}

/** A collection that comes to lie inside a restricted folder reaches the assets there, wherever they were before. */
function touchCollectionsIn(look: Look, folder: string): void {
  const tree = look.ground[look.side];
  for (const { id, folder: home, assets } of look.state.all("collection")) {
    if (chainIn(tree, home).has(folder)) touchCollection(look, id, assets);
  }
}

function symmetricDifference(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...[...one].filter((id) => !other.has(id)), ...[...other].filter((id) => !one.has(id))]);
}
