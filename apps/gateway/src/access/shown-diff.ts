import type { Change, Diff, DiffPlace, DiffRow } from "@gatefold/core";
import { may, pathOf, sees } from "./access.ts";
import { liesOpenBelow, mayEverywhere, mayThroughout, turnsInTheOpen } from "./everywhere.ts";
import type { View } from "./view.ts";

/**
 * As much of a diff as the caller may know: in full where he may explain access, about himself where he may see the place.
 * What is left out leaves no trace. Asked in the state before the change.
 */
export function shownOf(view: View, changes: readonly Change[], diff: Diff): Diff {
  const eyes = eyesOf(view, changes);
  return {
    ...diff,
    rows: diff.rows.flatMap((row) => shownRows(row, view.caller.principal.user, eyes)),
    created: diff.created.filter(eyes.seesPlace),
    deleted: diff.deleted.filter(eyes.seesPlace),
  };
}

interface Eyes {
  /** `null`: the account, and everywhere. */
  readonly explains: (at: string | null) => boolean;
  /** In restricted folders below, too. */
  readonly explainsThroughout: (folder: string | null) => boolean;
  readonly seesPlace: (id: string) => boolean;
  /**
   * Is all known that a row says of a folder, restricted folders below aside? Not where the row would speak of a place
   * below that the caller may not know of, or would have to name it as excepted.
   */
  readonly isClear: (folder: string, except: readonly string[], knows: (id: string) => boolean) => boolean;
}

function eyesOf(view: View, changes: readonly Change[]): Eyes {
  const homes = new Map<string, string | null>();
  for (const { kind, id, before, after } of changes) {
    if (kind === "folder" && !before && after) homes.set(id, after.parent);
    if (kind === "asset" && !before && after) homes.set(id, after.folder);
  }
  /** What comes with the change is hidden as what it comes into is. */
  const settled = (at: string | null): string | null => {
    const home = at === null ? undefined : homes.get(at);
    return home === undefined ? at : settled(home);
  };
  const everywhere = mayEverywhere(view, "access.explain");
  const explains = remembering((at) => may(view, "access.explain", at));
  const explainsThroughout = remembering((folder) => mayThroughout(view, "access.explain", folder));
  return {
    explains: (at) => {
      const place = settled(at);
      return place === null ? everywhere : explains(place);
    },
    explainsThroughout: (folder) => {
      const place = settled(folder);
      return everywhere || (place !== null && explainsThroughout(place));
    },
    seesPlace: (id) => {
      const place = settled(id);
      return place === null ? everywhere : sees(view, place);
    },
    isClear: (folder, except, knows) => {
      const top = settled(folder);
      if (top === null) return everywhere;
      const isHidden = (id: string) => !knows(id) && liesOpenBelow(view, settled(id) ?? id, top);
      const isExcepted = (id: string) => pathOf(view.state, id).some((above) => except.includes(above.id));
      return !except.some(isHidden) && turnsInTheOpen(view, top).every((id) => knows(id) || isExcepted(id));
    },
  };
}

function remembering(ask: (id: string) => boolean): (id: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    const answer = known.get(id) ?? ask(id);
    known.set(id, answer);
    return answer;
  };
}

/** One row may become two: what is told of all, and what the caller is told of himself. */
function shownRows(row: DiffRow, caller: string, eyes: Eyes): DiffRow[] {
  const inFull = row.places.filter((place) => eyes.explains(idOf(place)));
  const own = row.users.includes(caller)
    ? row.places.filter((place) => !inFull.includes(place) && seesOwn(place, eyes))
    : [];
  return [
    { ...row, places: inFull.flatMap((place) => withoutHidden(place, eyes, eyes.explains)) },
    { ...row, users: [caller], places: own.flatMap((place) => withoutHidden(place, eyes, eyes.seesPlace)) },
  ].filter(({ places }) => places.length > 0);
}

function idOf(place: DiffPlace): string | null {
  if (place.kind === "account") return null;
  if (place.kind === "folder") return place.folder;
  return place.kind === "asset" ? place.asset : place.workspace;
}

/** Of the account everybody may know what he may do there himself. */
function seesOwn(place: DiffPlace, eyes: Eyes): boolean {
  const id = idOf(place);
  return id === null ? place.kind === "account" : eyes.seesPlace(id);
}

/** Nothing where it could only be told by naming, or speaking of, what the caller may not know of. */
function withoutHidden(place: DiffPlace, eyes: Eyes, knows: (id: string) => boolean): DiffPlace[] {
  if (place.kind !== "folder" || eyes.explainsThroughout(place.folder)) return [place];
  const { folder, reach, except } = place;
  if (folder === null || reach === "restricted" || !eyes.isClear(folder, except, knows)) return [];
  return [{ ...place, reach: "open", except: except.filter(knows) }];
}
