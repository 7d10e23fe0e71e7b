import type { Cut } from "./cuts.ts";

/**
 * Where something is gained or lost. A folder stands for all below it, but for what `except` names, with all below that;
 * `folder` null is every folder. `reach` says whether restricted folders further down are in it (`all`), are left out
 * (`open`), or are all that is in it (`restricted`). An asset that is not named itself has what its folder has, as far as
 * its own gates (approval, expiry) let it through. What only workspaces have is said of each workspace, not of folders.
 */
export type DiffPlace =
  | { readonly kind: "account" }
  | {
      readonly kind: "folder";
      readonly folder: string | null;
      readonly reach: "all" | "open" | "restricted";
      readonly except: readonly string[];
    }
  | { readonly kind: "asset"; readonly asset: string }
  | { readonly kind: "workspace"; readonly workspace: string };

type FolderPlace = Extract<DiffPlace, { kind: "folder" }> & { readonly except: string[] };

/** Is it so in the open layer of a cut, and in the walled one? */
export interface Holding {
  readonly open: boolean;
  readonly walled: boolean;
}

interface Painted extends Holding {
  /** The place that says so of the cuts below, too. */
  readonly place: FolderPlace | null;
}

const blank: Painted = { open: false, walled: false, place: null };

/** The fewest places that say it of just these layers. `cuts`: those above before those below. */
export function placesOf(cuts: readonly Cut[], isSo: (cut: Cut, isWalled: boolean) => boolean): DiffPlace[] {
  const places: DiffPlace[] = [];
  const painted = new Map<Cut, Painted>();
  for (const cut of cuts) {
    const from = inherited(cut, painted);
    const own = ownOf(cut, from, isSo);
    if (own.open === from.open && own.walled === from.walled && !cut.standsAlone) {
      painted.set(cut, from);
      continue;
    }
    if (cut.id !== null && (from.open || from.walled)) from.place?.except.push(cut.id);
    painted.set(cut, { ...own, place: begin(cut, own, places) });
  }
  return places;
}

/** What the places above say of a cut. */
function inherited({ above, isAsset }: Cut, painted: ReadonlyMap<Cut, Painted>): Painted {
  const of = (above && painted.get(above.cut)) ?? blank;
  const open = above?.isWalled ? of.walled : of.open;
  return { open, walled: isAsset ? open : of.walled, place: of.place };
}

/** A layer without a place in it is as the other one, or as it is above. */
function ownOf(cut: Cut, from: Holding, isSo: (cut: Cut, isWalled: boolean) => boolean): Holding {
  const open = cut.open === null ? isSo(cut, true) : isSo(cut, false);
  if (cut.walled !== null) return { open, walled: isSo(cut, true) };
  return { open, walled: open === from.open ? from.walled : open };
}

function begin(cut: Cut, { open, walled }: Holding, places: DiffPlace[]): FolderPlace | null {
  if (!open && !walled) return null;
  if (cut.isAsset) {
    places.push({ kind: "asset", asset: cut.id ?? "" });
    return null;
  }
  const reach = !walled ? "open" : open ? "all" : "restricted";
  const place: FolderPlace = { kind: "folder", folder: cut.id, reach, except: [] };
  places.push(place);
  return place;
}
