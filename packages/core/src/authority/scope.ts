import { carries } from "../decisions/holdings.ts";
import type { ApiKey, Permission } from "../model.ts";
import { deepest, isWithin, type Place } from "../decisions/place.ts";
import type { State } from "../state/state.ts";

/** Does the key's scope reach this permission at this place? One that is cut down to folders holds nothing at the account. */
export function reaches(key: ApiKey, permission: Permission, place: Place): boolean {
  if (key.permissions !== null && !carries({ permissions: key.permissions }, permission)) return false;
  return key.folders === null || deepest(place, key.folders) !== undefined;
}

/** Can the inner key never do what the outer one can't, whatever their owner will hold one day? */
export function contains(state: State, outer: ApiKey, inner: ApiKey): boolean {
  return (
    all(inner.permissions, outer.permissions, covers) &&
    all(inner.folders, outer.folders, (folder, above) => isWithin(state, folder, above)) &&
    all(inner.connections, outer.connections, (one, other) => one === other) &&
    (outer.until === null || (inner.until !== null && inner.until <= outer.until))
  );
}

/** Is each of these under one of those? Null is everything. */
function all(
  inner: readonly string[] | null,
  outer: readonly string[] | null,
  under: (one: string, other: string) => boolean,
): boolean {
  if (outer === null) return true;
  return inner !== null && inner.every((one) => outer.some((other) => under(one, other)));
}

/** `asset.*` covers `asset.view`, and itself. */
function covers(one: string, other: string): boolean {
  return one === other || (other.endsWith(".*") && one.startsWith(other.slice(0, -1)));
}
