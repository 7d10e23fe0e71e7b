import type { Land } from "./land.ts";
import type { Subject } from "./subjects.ts";
import { ACCOUNT } from "./touches.ts";
import { parentIn } from "./tree.ts";

/**
 * Answers of one person are the same from folder to folder but at a few **cuts**: where something of his takes hold, and
 * where the change itself was. Below a cut there are two layers: what lies there **open**, and what is **walled** off by a
 * restricted folder further down. All places of a layer answer alike, so one of them is asked for all.
 */
export interface Cut {
  /** A folder or an asset; null: every folder that no other cut is above of. */
  readonly id: string | null;
  readonly isAsset: boolean;
  /** Does an asset's row say more than the row of its folder could? */
  readonly standsAlone: boolean;
  /** The cut above it, and in which layer of that one it lies. */
  readonly above: Layer | null;
  /** A place of each layer; null where there is none. */
  readonly open: string | null;
  readonly walled: string | null;
}

export interface Layer {
  readonly cut: Cut;
  readonly isWalled: boolean;
}

export interface Cuts {
  /** Those above before those below. */
  readonly list: readonly Cut[];
  /** The layer that a folder lies in; null where it is outside of what was touched. */
  layerOf(folder: string): Layer | null;
}

export function cutsOf(subject: Subject, land: Land): Cuts {
  const ids = idsOf(subject, land);
  const known = new Map<string | null, Cut>();
  const everywhere = subject.regions.has(null);

  /** Climbs from a place to the first cut at or above it. */
  function climb(from: string | null): { readonly id: string | null; readonly isWalled: boolean } | null {
    let isWalled = false;
    let at = from;
    while (at !== null) {
      if (ids.has(at)) return { id: at, isWalled };
      if (land.tree.folder(at)?.restricted) isWalled = true;
      at = parentIn(land.tree, at);
    }
    return everywhere ? { id: null, isWalled } : null;
  }

  function layerAt(found: ReturnType<typeof climb>): Layer | null {
    return found && { cut: cutAt(found.id), isWalled: found.isWalled };
  }

  function cutAt(id: string | null): Cut {
    const cut = known.get(id) ?? makeCut(id);
    known.set(id, cut);
    return cut;
  }

  function makeCut(id: string | null): Cut {
    const isIts = (isWalled: boolean) => (folder: string) => {
      const found = climb(folder);
      return found !== null && found.id === id && found.isWalled === isWalled;
    };
    const isAsset = id !== null && land.tree.folder(id) === undefined;
    return {
      id,
      isAsset,
      standsAlone: id !== null && land.regated.has(id),
      above: id === null ? null : layerAbove(id),
      open: id ?? land.roots.find(isIts(false)) ?? null,
      walled: isAsset ? null : (land.restrictedUnder(id).find(isIts(true)) ?? null),
    };
  }

  function layerAbove(id: string): Layer | null {
    const above = layerAt(climb(parentIn(land.tree, id)));
    const restricted = land.tree.folder(id)?.restricted === true;
    return above && { ...above, isWalled: above.isWalled || restricted };
  }

  if (everywhere) cutAt(null);
  for (const id of ids) cutAt(id);
  return { list: [...known.values()].toSorted(byDepth), layerOf: (folder) => layerAt(climb(folder)) };
}

function idsOf({ regions, marks }: Subject, land: Land): Set<string> {
  const ids = new Set<string>();
  for (const id of [...regions, ...marks, ...land.turns]) {
    if (id === null || id === ACCOUNT || (!land.tree.folder(id) && !land.tree.asset(id))) continue;
    if (land.isWithin(id, regions)) ids.add(id);
  }
  return ids;
}

function byDepth(one: Cut, other: Cut): number {
  return depthOf(one) - depthOf(other);
}

function depthOf({ above }: Cut): number {
  return above ? 1 + depthOf(above.cut) : 0;
}
