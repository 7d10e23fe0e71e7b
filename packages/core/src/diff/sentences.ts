import type { Names } from "../decisions/sentences.ts";
import type { Millis } from "../model.ts";
import type { DiffPlace } from "./places.ts";
import type { DiffRow } from "./rows.ts";

export interface DiffWords {
  readonly names: Names;
  /** How a moment is written, e.g. `31 Mar, 18:00`. */
  readonly time: (moment: Millis) => string;
  /** The moment of the diff: what begins then needs no beginning in words. */
  readonly now: Millis;
}

/** So many of each are named; `DiffRow` has them all. */
const NAMED = { users: 5, permissions: 12, places: 12 };

/** One English sentence: `Bea gains asset.view on Campaigns (except Legal) until 31 Mar.` */
export function diffSentence(row: DiffRow, words: DiffWords): string {
  const { effect, users, permissions, from, until } = row;
  const people = users.map((id) => words.names("user", id));
  const verb = users.length === 1 ? effect : effect.slice(0, -1);
  const begins = from > words.now ? ` from ${words.time(from)}` : "";
  const ends = until === null ? "" : ` until ${words.time(until)}`;
  const rights = listed(permissions, NAMED.permissions, "more");
  return `${listed(people, NAMED.users, "others")} ${verb} ${rights} ${placesOf(row, words)}${begins}${ends}.`;
}

function placesOf({ places }: DiffRow, { names }: DiffWords): string {
  const name = (id: string) => names("place", id);
  const workspaces = places.flatMap((place) => (place.kind === "workspace" ? [name(place.workspace)] : []));
  const others = places.filter(({ kind }) => kind !== "workspace").map((place) => placeOf(place, name));
  const of = workspaces.length === 1 ? "in the workspace" : "in the workspaces";
  const all = workspaces.length > 0 ? [`${of} ${listed(workspaces, NAMED.places, "more")}`] : [];
  return listed([...others, ...all], NAMED.places, "more places");
}

function placeOf(place: DiffPlace, name: (id: string) => string): string {
  if (place.kind === "account") return "for the account";
  if (place.kind === "workspace") return `in the workspace ${name(place.workspace)}`;
  if (place.kind === "asset") return `on ${name(place.asset)}`;
  const { folder, reach, except } = place;
  const but = except.length > 0 ? ` (except ${listed(except.map(name), NAMED.places, "more")})` : "";
  return `${reaches[reach](folder === null ? null : name(folder))}${but}`;
}

/** `folder`: its name, or null for all of them. */
const reaches: Record<Extract<DiffPlace, { kind: "folder" }>["reach"], (folder: string | null) => string> = {
  all: (folder) => (folder === null ? "everywhere" : `on ${folder}`),
  open: (folder) =>
    folder === null
      ? "everywhere but in restricted folders"
      : `on ${folder}, but not in restricted folders below`,
  restricted: (folder) =>
    folder === null ? "in all restricted folders" : `in the restricted folders below ${folder}`,
};

/** `a, b and c`; of many, `a, b and 7 more`. */
function listed(items: readonly string[], most: number, more: string): string {
  const shown = items.length > most ? items.slice(0, most - 1) : items;
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} ${more}`] : shown;
  const [last, ...before] = all.toReversed();
  return before.length === 0 ? (last ?? "") : `${before.toReversed().join(", ")} and ${last}`;
}
