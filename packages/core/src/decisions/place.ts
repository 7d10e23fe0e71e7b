import type { Asset, Folder } from "../model.ts";
import type { State } from "../state/state.ts";

/**
 * Where a question is asked, with one walk up from there. A **height** says how far up something takes hold: the
 * index in `path`, `path.length` for the account (above all), `ON_ASSET` for the asset itself (below all).
 */
export interface Place {
  /** The folder's or asset's id; null is the account. */
  readonly at: string | null;
  readonly asset: Asset | null;
  /** The asked folder, or the asset's, and those above it, nearest first; empty at the account. */
  readonly path: readonly Folder[];
  readonly heights: ReadonlyMap<string, number>;
  /** The height of the nearest restricted folder, else the account's: what takes hold higher does not get in. */
  readonly barrier: number;
}

export const ON_ASSET = -1;

export const accountPlace: Place = { at: null, asset: null, path: [], heights: new Map(), barrier: 0 };

/** The folder or asset of this id (null: the account); undefined where there is none. */
export function placeOf(state: State, at: string | null): Place | undefined {
  if (at === null) return accountPlace;
  const folder = state.get("folder", at);
  if (folder) return placeIn(state, at, null, folder);
  const asset = state.get("asset", at);
  const home = asset && state.get("folder", asset.folder);
  return home && placeIn(state, at, asset, home);
}

function placeIn(state: State, at: string, asset: Asset | null, nearest: Folder): Place {
  const path: Folder[] = [];
  const heights = new Map<string, number>();
  for (let folder: Folder | undefined = nearest; folder; folder = parentOf(state, folder)) {
    heights.set(folder.id, path.length);
    path.push(folder);
  }
  const restricted = path.findIndex((folder) => folder.restricted);
  return { at, asset, path, heights, barrier: restricted === -1 ? path.length : restricted };
}

/** Is this folder at or below that one? */
export function isWithin(state: State, folder: string, above: string): boolean {
  for (let at = state.get("folder", folder); at; at = parentOf(state, at)) {
    if (at.id === above) return true;
  }
  return false;
}

/** The height of the deepest of these folders that lies at or above the place; undefined where none does. */
export function deepest(place: Place, folders: readonly string[]): number | undefined {
  let height: number | undefined;
  for (const folder of folders) {
    const here = place.heights.get(folder);
    if (here !== undefined && (height === undefined || here < height)) height = here;
  }
  return height;
}

function parentOf(state: State, folder: Folder): Folder | undefined {
  return folder.parent === null ? undefined : state.get("folder", folder.parent);
}
