import { foldersIn, indexOf, scopeOf, type State } from "@gatefold/core";
import { timed } from "./memory.ts";
import { type PaceName, paces } from "../measuring/pace.ts";
import { quantile } from "../measuring/statistics.ts";
import { countText, timeText } from "../report/figures.ts";
import type { Report } from "../report/report.ts";
import { chanceFrom } from "../world/random.ts";
import { stateOf } from "../world/rows.ts";
import { type Size, type World, worldOf } from "../world/world.ts";

const now = 1_000;
const USERS = 60;
/** Other folders that a list may touch. */
const MOST = 0;

/** One user's list: how many folders, how many others were touched for it, and the nanoseconds it takes. */
interface Listing {
  readonly visible: number;
  readonly others: number;
  readonly scope: number;
  readonly whole: number;
  /** The same by asking at each folder there is. */
  readonly oneByOne: number;
}

/** All folders at which a user has a permission, walked down from where his scope begins. */
export function visible(size: Size, pace: PaceName): Report {
  const world = worldOf(size);
  const state = stateOf(world);
  const chance = chanceFrom(4);
  const listings = chance
    .some(USERS, world.users.length)
    .map((user) => listingOf(world, state, user, paces[pace].rounds))
    .toSorted((one, other) => one.visible - other.visible);
  const figures = [0, 10, 100, 1_000, 10_000]
    .map((least) => ({
      least,
      of: listings.filter((one) => one.visible >= least && one.visible < least * 10),
    }))
    .filter(({ of }) => of.length > 0)
    .map(({ of }) => figureOf(of));
  return {
    title: `visible ${size}: all folders where somebody has a permission, of ${countText(world.folderIds.length)}`,
    columns: [
      "listed",
      "users",
      "his scope",
      "his folders",
      "each",
      "others touched",
      "asking at every folder",
    ],
    rows: figures.map((figure) => [
      `${countText(figure.fewest)} - ${countText(figure.most)}`,
      String(figure.users),
      timeText(figure.scope),
      timeText(figure.whole),
      timeText(figure.each),
      String(figure.others),
      timeText(figure.oneByOne),
    ]),
    targets: figures.map(({ fewest, most, others }) => ({
      what: `${size}, ${countText(fewest)} - ${countText(most)} listed: other folders touched`,
      measured: others,
      bound: "at most",
      limit: MOST,
      unit: "",
    })),
    notes: [],
    figures,
  };
}

function figureOf(listings: readonly Listing[]) {
  const middle = (of: (listing: Listing) => number) => quantile(listings.map(of), 0.5);
  return {
    fewest: listings[0]?.visible ?? 0,
    most: listings.at(-1)?.visible ?? 0,
    users: listings.length,
    scope: middle(({ scope }) => scope),
    whole: middle(({ whole }) => whole),
    each: middle(({ whole, visible: count }) => whole / Math.max(1, count)),
    others: Math.max(...listings.map(({ others }) => others)),
    oneByOne: middle(({ oneByOne }) => oneByOne),
  };
}

function listingOf(world: World, state: State, user: number, rounds: number): Listing {
  const id = world.users[user]?.id ?? "";
  const role = world.roles[world.users[user]?.roles[0] ?? 0];
  const permission = world.permissions[role?.permissions[0] ?? 0] ?? "";
  const list = () =>
    foldersIn(state, scopeOf(state, id, permission, now), { limit: Infinity })?.folders ?? [];
  const [asked, oneByOne] = timed(() => askedEverywhere(world, state, id, permission));
  const listed = new Set(list().map((folder) => folder.id));
  if (listed.size !== asked.size || ![...listed].every((folder) => asked.has(folder)))
    throw new Error(`The folders listed for ${id} are not those where he has ${permission}.`);
  const named = foldersNamedFor(world, user);
  const others = othersOf(state, foldersTouched(state, list), [...listed, ...named]);
  const times = Array.from({ length: rounds }, () => ({
    scope: timed(() => scopeOf(state, id, permission, now))[1],
    whole: timed(list)[1],
  }));
  return {
    visible: listed.size,
    others,
    scope: quantile(
      times.map(({ scope }) => scope),
      0.5,
    ),
    whole: quantile(
      times.map(({ whole }) => whole),
      0.5,
    ),
    oneByOne,
  };
}

function askedEverywhere(world: World, state: State, id: string, permission: string): Set<string> {
  const index = indexOf(state);
  const [user, what] = [index.user(id) ?? -1, index.permission(permission) ?? -1];
  return new Set(world.folderIds.filter((folder) => index.can(user, what, index.place(folder) ?? -1, now)));
}

/** The folders whose rows the state hands out while this is done. */
function foldersTouched(state: State, work: () => void): Set<string> {
  const touched = new Set<string>();
  const get = state.get.bind(state);
  const find = state.find.bind(state);
  const watched: Pick<State, "get" | "find"> = {
    get(kind, id) {
      if (kind === "folder") touched.add(id);
      return get(kind, id);
    },
    find(name, key) {
      const rows = find(name, key);
      if (name === "foldersIn") for (const row of rows) if ("id" in row) touched.add(row.id);
      return rows;
    },
  };
  Object.assign(state, watched);
  try {
    work();
  } finally {
    Reflect.deleteProperty(state, "get");
    Reflect.deleteProperty(state, "find");
  }
  return touched;
}

/** What the user's roles and overrides name has to be looked at, whether it gives this permission or not. */
function foldersNamedFor(world: World, user: number): string[] {
  const { roles, overrides } = world.users[user] ?? { roles: [], overrides: [] };
  const named = roles.flatMap((held) => world.roles[held]?.folders ?? []);
  return [...named, ...overrides.map(({ folder }) => folder)].map((folder) => world.folderIds[folder] ?? "");
}

/** Of the folders touched, those that are neither expected nor on the way to one that is. */
function othersOf(state: State, touched: ReadonlySet<string>, expected: readonly string[]): number {
  const ways = new Set<string>();
  for (const id of expected) {
    let at = state.get("folder", id);
    while (at && !ways.has(at.id)) {
      ways.add(at.id);
      at = at.parent === null ? undefined : state.get("folder", at.parent);
    }
  }
  return [...touched].filter((id) => !ways.has(id)).length;
}
