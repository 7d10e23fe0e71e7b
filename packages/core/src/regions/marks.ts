import type { Holdings, Window } from "../decisions/holdings.ts";
import type { Grant, Millis, Role } from "../model.ts";
import { accountPlace, isWithin, type Place, placeOf } from "../decisions/place.ts";
import type { State } from "../state/state.ts";

/**
 * Somebody's rights are the same from folder to folder but for a few marks: where a grant or an override of his takes hold,
 * and where a folder is restricted. To know them everywhere, it is enough to look there. Likewise in time: they change only
 * where a window of his begins or ends.
 */

/** A folder with all below, an asset, or (null) everything. */
export type Region = string | null;

/** The folders and assets where something that somebody holds takes hold. */
export function marksOf(state: State, { grants, overrides }: Holdings): Set<string> {
  const marks = new Set<string>();
  const mark = (ids: readonly string[]) => {
    for (const id of ids) marks.add(id);
  };
  for (const { grant, role } of grants) {
    if (role.folders !== "all") mark(role.folders);
    if (grant.folders !== null) mark(grant.folders);
    if (grant.asset !== null) mark([grant.asset]);
    if (grant.collection !== null) mark(state.get("collection", grant.collection)?.assets ?? []);
  }
  for (const { folder } of overrides) if (folder !== null) mark([folder]);
  return marks;
}

/** Finds the places of a region at which rights with these marks may differ from those above; the region's root is the first. */
export type PlaceFinder = (region: Region, marks: ReadonlySet<string>) => Place[];

/** For one moment of a state: walks no folder twice. */
export function createPlaceFinder(state: State): PlaceFinder {
  const places = new Map<string, Place | undefined>();
  const placeAt = (id: string): Place | undefined => {
    if (!places.has(id)) places.set(id, placeOf(state, id));
    return places.get(id);
  };
  const restricted = new Map<Region, string[]>();
  const isInside = (id: string, region: Region) =>
    region === null || placeAt(id)?.heights.has(region) === true;
  const restrictedIn = (region: Region): string[] => {
    const known = restricted.get(region);
    if (known) return known;
    const all =
      restricted.get(null) ??
      [...state.all("folder")].filter((folder) => folder.restricted).map(({ id }) => id);
    restricted.set(null, all);
    const inside = all.filter((id) => isInside(id, region));
    restricted.set(region, inside);
    return inside;
  };
  return (region, marks) => {
    const root = region === null ? accountPlace : placeAt(region);
    if (!root) return [];
    if (root.asset !== null) return [root];
    const inside = new Set(restrictedIn(region));
    for (const id of marks) if (isInside(id, region)) inside.add(id);
    if (region !== null) inside.delete(region);
    return [root, ...Array.from(inside, placeAt).filter((place) => place !== undefined)];
  };
}

/** Now, and each later moment at which one of these windows begins or ends. */
export function momentsFrom(now: Millis, windows: Iterable<Window>): Millis[] {
  const moments = new Set([now]);
  for (const { from, until } of windows) {
    for (const edge of [from, until]) if (edge !== null && edge > now) moments.add(edge);
  }
  return [...moments].toSorted((one, other) => one - other);
}

export function windowsOf({ grants, overrides }: Holdings): Window[] {
  return [...grants.map(({ grant }) => grant), ...overrides];
}

/** Where a grant of a role takes hold: the deeper of its folders and the role's. Empty where they don't meet. */
export function regionsOf(state: State, grant: Grant, role: Role): Region[] {
  if (grant.asset !== null) return [grant.asset];
  if (grant.collection !== null) return [...(state.get("collection", grant.collection)?.assets ?? [])];
  if (role.folders === "all") return grant.folders === null ? [null] : [...grant.folders];
  if (grant.folders === null) return [...role.folders];
  const under = (inner: readonly string[], outer: readonly string[]) =>
    inner.filter((folder) => outer.some((above) => isWithin(state, folder, above)));
  return [...new Set([...under(grant.folders, role.folders), ...under(role.folders, grant.folders)])];
}
