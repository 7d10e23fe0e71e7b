import type { Reason } from "./decision.ts";
import { isLive } from "./holdings.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Override, Permission } from "../model.ts";
import type { Place } from "./place.ts";

/** The live overrides of one permission that take hold at one height. */
export interface Layer {
  readonly height: number;
  readonly allows: readonly Override[];
  readonly denies: readonly Override[];
}

/** What overrides say: the denies that decide, or else the allows, and whether roles count beside those. */
export interface OverrideFinding {
  readonly denies: readonly Reason[];
  readonly allows: readonly Reason[];
  /** False where, but for the allows, a deny would decide. */
  readonly rolesCount: boolean;
}

/** The nearest layer decides. Of each list every entry would be enough by itself, were the others of it not there. */
export function overrideFinding(inquiry: Inquiry, permission: Permission, place: Place): OverrideFinding {
  const layers = layersOf(inquiry, permission, place);
  const denies: Reason[] = [];
  if (layers[0] && layers[0].denies.length > 0) {
    for (const layer of layers) {
      denies.push(...layer.denies.map(reasonOf));
      if (layer.allows.length > 0) break;
    }
    return { denies, allows: [], rolesCount: false };
  }
  const allows: Reason[] = [];
  for (const layer of layers) {
    if (layer.denies.length > 0) return { denies, allows, rolesCount: false };
    // An allow from outside a restricted folder ends the search for a deny further out, but grants nothing inside.
    if (layer.height > place.barrier) break;
    allows.push(...layer.allows.map(reasonOf));
  }
  return { denies, allows, rolesCount: true };
}

/** The layer that decides, where there is one. */
export function nearestLayer(inquiry: Inquiry, permission: Permission, place: Place): Layer | undefined {
  return layersOf(inquiry, permission, place)[0];
}

/** How high up an override takes hold, seen from a place; undefined where it does not lie above the place. */
export function heightOf(override: Override, place: Place): number | undefined {
  return override.folder === null ? place.path.length : place.heights.get(override.folder);
}

export function concerns(override: Override, permission: Permission): boolean {
  return override.permission === permission.id || override.permission === "*";
}

function layersOf(inquiry: Inquiry, permission: Permission, place: Place): Layer[] {
  const byHeight = new Map<number, { height: number; allows: Override[]; denies: Override[] }>();
  for (const override of inquiry.holdings.overrides) {
    if (!concerns(override, permission) || !isLive(override, inquiry.now)) continue;
    const height = heightOf(override, place);
    if (height === undefined) continue;
    const layer = byHeight.get(height) ?? { height, allows: [], denies: [] };
    byHeight.set(height, layer);
    (override.effect === "allow" ? layer.allows : layer.denies).push(override);
  }
  return [...byHeight.values()].toSorted((one, other) => one.height - other.height);
}

function reasonOf(override: Override): Reason {
  return {
    kind: override.effect === "allow" ? "override-allow" : "override-deny",
    override: override.id,
    anchor: override.folder,
    until: override.until,
  };
}
