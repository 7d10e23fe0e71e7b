import type { Held, Holdings } from "../decisions/holdings.ts";
import type { Place } from "../decisions/place.ts";
import type { Override } from "../model.ts";
import type { State } from "../state/state.ts";

/** Of somebody's holdings those that may count at a place, in the state in which this was made. */
export type Nearby = (place: Place) => Holdings;

/**
 * Sorts holdings by where they take hold, so that of a thousand grants on as many assets only one is looked at on each. What
 * is left out could give nothing at that place; what is left in is still to be asked.
 */
export function createNearby(state: State, { grants, overrides }: Holdings): Nearby {
  const grantsAt = byAnchor(grants, (held) => anchorsOf(state, held));
  const overridesAt = byAnchor(overrides, ({ folder }: Override) => (folder === null ? null : [folder]));
  return (place) => {
    const anchors = [null, ...(place.asset ? [place.asset.id] : []), ...place.path.map(({ id }) => id)];
    const at = <Row>(rows: ReadonlyMap<string | null, readonly Row[]>) => [
      ...new Set(anchors.flatMap((anchor) => rows.get(anchor) ?? [])),
    ];
    return { grants: at(grantsAt), overrides: at(overridesAt) };
  };
}

/** Null: everywhere. A grant must lie under its role's folders too, but its own are enough to find it by. */
function anchorsOf(state: State, { grant, role }: Held): readonly string[] | null {
  if (grant.asset !== null) return [grant.asset];
  if (grant.collection !== null) return state.get("collection", grant.collection)?.assets ?? [];
  return grant.folders ?? (role.folders === "all" ? null : role.folders);
}

function byAnchor<Row>(
  rows: readonly Row[],
  anchorsIn: (row: Row) => readonly string[] | null,
): Map<string | null, Row[]> {
  const sorted = new Map<string | null, Row[]>();
  for (const row of rows) {
    for (const anchor of anchorsIn(row) ?? [null]) {
      const here = sorted.get(anchor) ?? [];
      sorted.set(anchor, here);
      here.push(row);
    }
  }
  return sorted;
}
