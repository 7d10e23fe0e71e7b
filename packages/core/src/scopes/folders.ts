import type { Sight } from "../decisions/visible.ts";
import type { Folder } from "../model.ts";
import { extentOf } from "./extent.ts";
import type { Scope } from "./scope.ts";
import { firstInOrder } from "./order.ts";
import { ROOT, type State } from "../state/state.ts";
import { waysTo } from "./ways.ts";

/** A folder's place among its siblings; it still is one when the folder is renamed, or gone. */
export interface FolderPosition {
  readonly parent: string | null;
  readonly name: string;
  readonly id: string;
}

export interface FolderPageOptions {
  /** Only this folder and what is below it. */
  readonly within?: string | null;
  /** Only what comes after: where the page before ended. */
  readonly after?: FolderPosition | null;
  readonly limit: number;
  /** Only what somebody sees; the scope must name nothing else (`seenPart`). */
  readonly sight?: Sight;
  /** What siblings are sorted by, before their ids: the name as it is, where left out. */
  readonly sortKey?: (name: string) => string;
}

export interface FolderPage {
  readonly folders: readonly Folder[];
  /** Where the next page begins; null where nothing is left. */
  readonly next: FolderPosition | null;
}

/**
 * One page of the folders of a scope: each after the one it is in, siblings by name, then id. It walks down from where
 * the scope begins, so folders outside of it cost nothing. Undefined where `after` is not at or on the way to one of them.
 */
export function foldersIn(state: State, scope: Scope, options: FolderPageOptions): FolderPage | undefined {
  const { within = null, after = null, limit, sortKey = (name: string) => name } = options;
  const map = mapOf(state, scope, options.sight);
  if (within !== null && !map.shows(within)) return { folders: [], next: null };
  const chain = after && chainTo(state, map, after, within);
  if (chain === undefined) return undefined;
  const folders: Folder[] = [];
  for (const folder of walk(state, map, { within, chain, atOnce: limit + 2, sortKey })) {
    const last = folders.at(-1);
    if (last && folders.length === limit) return { folders, next: positionOf(last) };
    folders.push(folder);
  }
  return { folders, next: null };
}

function positionOf({ parent, name, id }: Folder): FolderPosition {
  return { parent, name, id };
}

/** What there is to be seen of a tree without looking into the rest: the folders of a scope, and those that lead there. */
interface ScopeMap {
  holds(folder: string): boolean;
  shows(folder: string): boolean;
  /** What is shown in a folder; null: at the top. */
  shownIn(parent: string | null): Iterable<Folder>;
}

function mapOf(state: State, scope: Scope, sight: Sight | undefined): ScopeMap {
  const { tops, holds, holdsBelow } = groundOf(state, scope);
  const ways = waysTo(state, tops);
  const shows = (id: string) => (ways.has(id) || holds(id)) && (sight?.navigates(id) ?? true);
  return {
    holds,
    shows,
    shownIn(parent) {
      if (!holdsBelow(parent)) return ways.from(parent);
      const children = sight?.foldersIn(parent) ?? state.find("foldersIn", parent ?? ROOT);
      return children.filter(({ id }) => ways.has(id) || holds(id));
    },
  };
}

function groundOf(state: State, scope: Scope) {
  if (scope.level === "folder") {
    const { hasFolder: holds } = extentOf(state, scope);
    const holdsBelow = (id: string | null) => (id === null ? scope.everywhere : holds(id));
    return { tops: scope.include, holds, holdsBelow };
  }
  const tops = scope.level === "workspace" ? scope.workspaces : [];
  const workspaces = new Set(tops);
  return { tops, holds: (id: string) => workspaces.has(id), holdsBelow: () => false };
}

type Step = Pick<Folder, "name" | "id">;

/** The steps down to a position; undefined where its folder is missing, out of the way, or not inside. */
function chainTo(
  state: State,
  map: ScopeMap,
  after: FolderPosition,
  within: string | null,
): Step[] | undefined {
  if (after.id === within) return [];
  const chain: Step[] = [{ name: after.name, id: after.id }];
  let at = after.parent;
  while (at !== within) {
    const folder = at === null || !map.shows(at) ? undefined : state.get("folder", at);
    if (!folder) return undefined;
    chain.unshift(folder);
    at = folder.parent;
  }
  return chain;
}

interface Walk {
  readonly within: string | null;
  /** The steps to where the page before ended; null on the first page. */
  readonly chain: readonly Step[] | null;
  /** So many siblings at most are looked into: each leads to one folder at least, but for the one that was passed. */
  readonly atOnce: number;
  readonly sortKey: (name: string) => string;
}

function* walk(state: State, map: ScopeMap, { within, chain, atOnce, sortKey }: Walk): Generator<Folder> {
  const open: { id: string | null; passed: readonly Step[] | null }[] = [{ id: within, passed: chain }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { id, passed } = next;
    const folder = id === null ? undefined : state.get("folder", id);
    if (folder && !passed && map.holds(folder.id)) yield folder;
    const [start, ...rest] = passed ?? [];
    const keyOf = ({ name }: Step) => sortKey(name);
    const after = start && { key: keyOf(start), id: start.id };
    const children = firstInOrder(map.shownIn(id), { most: atOnce, keyOf, after });
    // A passed folder may have got another name since, but it is not passed twice.
    for (const child of children.toReversed())
      if (child.id !== start?.id) open.push({ id: child.id, passed: null });
    if (start && map.shows(start.id) && state.get("folder", start.id)?.parent === id) {
      open.push({ id: start.id, passed: rest });
    }
  }
}
