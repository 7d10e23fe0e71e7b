import type { Asset, Folder } from "../model.ts";
import type { Change, State } from "../state/state.ts";

export type Side = "before" | "after";

/** Folders and assets on one side of a change, whichever of the two the state stands at. */
export interface Tree {
  folder(id: string): Folder | undefined;
  asset(id: string): Asset | undefined;
}

export function treeOf(state: State, changes: readonly Change[], side: Side): Tree {
  const folders = new Map<string, Folder | undefined>();
  const assets = new Map<string, Asset | undefined>();
  for (const change of changes) {
    if (change.kind === "folder") folders.set(change.id, change[side]);
    if (change.kind === "asset") assets.set(change.id, change[side]);
  }
  return {
    folder: (id) => (folders.has(id) ? folders.get(id) : state.get("folder", id)),
    asset: (id) => (assets.has(id) ? assets.get(id) : state.get("asset", id)),
  };
}

/** The folder it is in; null at the top, and where there is nothing of this id. */
export function parentIn(tree: Tree, id: string): string | null {
  const folder = tree.folder(id);
  return folder ? folder.parent : (tree.asset(id)?.folder ?? null);
}

/** It, if it is there, and all folders above it. */
export function chainIn(tree: Tree, id: string): Set<string> {
  const chain = new Set<string>();
  if (!tree.folder(id) && !tree.asset(id)) return chain;
  for (let at: string | null = id; at !== null; at = parentIn(tree, at)) chain.add(at);
  return chain;
}

/** Both sides as one: things stand where they will be, and what will be gone stands where it was. */
export function together(before: Tree, after: Tree): Tree {
  return {
    folder: (id) => after.folder(id) ?? (after.asset(id) ? undefined : before.folder(id)),
    asset: (id) => after.asset(id) ?? (after.folder(id) ? undefined : before.asset(id)),
  };
}
