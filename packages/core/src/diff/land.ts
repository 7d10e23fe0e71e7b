import type { Window } from "../decisions/holdings.ts";
import type { Asset, Entities } from "../model.ts";
import { ROOT, type State } from "../state/state.ts";
import { type Ground, isStructural } from "./touches.ts";
import { chainIn, together, type Tree } from "./tree.ts";

/** Both sides of the tree as one, and where on it anybody's answers may turn, whatever he holds. */
export interface Land {
  readonly tree: Tree;
  readonly roots: readonly string[];
  /** What changed itself, and the folders where a connection's reach begins. */
  readonly turns: ReadonlySet<string>;
  /** Assets whose own gates (approval, expiry) are not the same on both sides. */
  readonly regated: ReadonlySet<string>;
  /** The restricted folders at and below a folder, or (null) anywhere. */
  restrictedUnder(folder: string | null): readonly string[];
  workspacesUnder(folder: string | null): readonly string[];
  /** Is it at or below one of these? */
  isWithin(id: string, tops: ReadonlySet<string | null>): boolean;
  /** The windows in which an asset has not expired, on both sides. */
  endsOf(asset: string): Window[];
}

/** Reads the state of the side after the changes. */
export function createLand(state: State, ground: Ground): Land {
  const tree = together(ground.before, ground.after);
  const restrictedUnder = underEach(tree, foldersMarked(state, ground, "restricted"));
  const workspacesUnder = underEach(tree, foldersMarked(state, ground, "workspace"));
  const regated = regatedAssets(state, ground);
  return {
    tree,
    roots: state.find("foldersIn", ROOT).map(({ id }) => id),
    turns: turnsIn(state, ground, regated),
    regated,
    restrictedUnder: (folder) => restrictedUnder.get(folder) ?? [],
    workspacesUnder: (folder) => workspacesUnder.get(folder) ?? [],
    isWithin: (id, tops) => tops.has(null) || [...chainIn(tree, id)].some((above) => tops.has(above)),
    endsOf: (asset) =>
      [ground.before, ground.after].map((side) => ({
        from: null,
        until: side.asset(asset)?.expires ?? null,
      })),
  };
}

/** On either side. */
function foldersMarked(state: State, { changes }: Ground, flag: "restricted" | "workspace"): Set<string> {
  const marked = new Set(state.find("foldersMarked", flag).map(({ id }) => id));
  for (const { kind, id, before } of changes) if (kind === "folder" && before?.[flag]) marked.add(id);
  return marked;
}

/** Lists each folder under all those above it. */
function underEach(tree: Tree, folders: Iterable<string>): Map<string | null, string[]> {
  const under = new Map<string | null, string[]>();
  const list = (above: string | null, id: string) => {
    const known = under.get(above);
    if (known) known.push(id);
    else under.set(above, [id]);
  };
  for (const id of folders) {
    for (const above of chainIn(tree, id)) list(above, id);
    list(null, id);
  }
  return under;
}

function turnsIn(state: State, ground: Ground, regated: ReadonlySet<string>): Set<string> {
  const turns = new Set(regated);
  for (const { folder } of state.all("connection")) if (folder !== null) turns.add(folder);
  for (const change of ground.changes) {
    if ((change.kind === "folder" || change.kind === "asset") && isStructural(ground, change))
      turns.add(change.id);
  }
  return turns;
}

/** Where a permission itself changed, it may ask of assets what it did not ask before: of every one that has conditions. */
function regatedAssets(state: State, { changes }: Ground): Set<string> {
  const regated = new Set<string>();
  for (const { kind, id, before, after } of changes) {
    if (kind !== "asset" || !before || !after) continue;
    if (before.approved !== after.approved || before.expires !== after.expires) regated.add(id);
  }
  if (!changes.some((change) => change.kind === "permission" && asksOtherwise(change))) return regated;
  for (const asset of state.all("asset")) if (isGated(asset)) regated.add(asset.id);
  for (const { kind, id, before } of changes)
    if (kind === "asset" && before && isGated(before)) regated.add(id);
  return regated;
}

const isGated = ({ approved, expires }: Asset) => !approved || expires !== null;

function asksOtherwise({
  before,
  after,
}: {
  readonly before: Entities["permission"] | undefined;
  readonly after: Entities["permission"] | undefined;
}): boolean {
  const decisive = (row: typeof before) => JSON.stringify(row && [row.level, row.needs, row.connector]);
  return decisive(before) !== decisive(after);
}
