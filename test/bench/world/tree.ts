import type { Chance } from "./random.ts";

/** Folders by number, parents always before their children. */
export interface Tree {
  /** Each folder's parent; -1 at the top. */
  readonly parents: Int32Array;
  /** All folders in the order of a walk down, so that a subtree is one stretch of it. */
  readonly order: Int32Array;
  /** Where in `order` a folder stands, and how long the stretch of its subtree is. */
  readonly starts: Int32Array;
  readonly counts: Int32Array;
}

export const ROOT = 0;

const DEEPEST = 8;

/**
 * A tree of so many folders, up to eight levels deep: a root, workspaces in it, and each other folder in a random one that
 * came before it.
 */
export function treeOf(folders: number, chance: Chance): Tree {
  const parents = new Int32Array(folders);
  const depths = new Uint8Array(folders);
  const workspaces = Math.max(3, Math.round(folders / 1000));
  parents[ROOT] = -1;
  depths[ROOT] = 1;
  for (let folder = 1; folder < folders; folder += 1) {
    let parent = folder <= workspaces ? ROOT : chance.between(1, folder - 1);
    while ((depths[parent] ?? 0) >= DEEPEST) parent = chance.between(1, folder - 1);
    parents[folder] = parent;
    depths[folder] = (depths[parent] ?? 0) + 1;
  }
  return { parents, ...walkDown(parents) };
}

function walkDown(parents: Int32Array): Omit<Tree, "parents"> {
  const counts = new Int32Array(parents.length).fill(1);
  for (let folder = parents.length - 1; folder >= 0; folder -= 1) {
    const parent = parents[folder] ?? -1;
    if (parent >= 0) counts[parent] = (counts[parent] ?? 0) + (counts[folder] ?? 0);
  }
  const starts = new Int32Array(parents.length);
  const order = new Int32Array(parents.length);
  const free = new Int32Array(parents.length);
  let top = 0;
  for (let folder = 0; folder < parents.length; folder += 1) {
    const parent = parents[folder] ?? -1;
    const start = parent < 0 ? top : (free[parent] ?? 0);
    const end = start + (counts[folder] ?? 0);
    if (parent < 0) top = end;
    else free[parent] = end;
    starts[folder] = start;
    free[folder] = start + 1;
    order[start] = folder;
  }
  return { order, starts, counts };
}

/** A random folder of this one's subtree, itself among them. */
export function within(tree: Tree, folder: number, chance: Chance): number {
  return tree.order[(tree.starts[folder] ?? 0) + chance.below(tree.counts[folder] ?? 1)] ?? folder;
}

/** The folder and all above it, nearest first. */
export function pathOf(parents: Int32Array, folder: number): number[] {
  const path: number[] = [];
  for (let at = folder; at >= 0; at = parents[at] ?? -1) path.push(at);
  return path;
}
