import type { ApiKey, State } from "@gatefold/core";
import { naiveDecision } from "../naive-decision.ts";
import type { Folder, World } from "../world.ts";

/** Who made a call, whole: his key cuts down what he may. */
export interface Maker {
  readonly user: string;
  readonly key: ApiKey;
}

/** What everybody may: `user permission place moment`, of these permissions. */
const asked = [
  "asset.view",
  "asset.download",
  "asset.delete",
  "grants.manage",
  "overrides.manage",
  "folder.manage",
  "users.manage",
  "roles.manage",
];

/** An account's rows as a policy document, for the naive judge. */
export function worldOf(state: State): World {
  const rows = <K extends Parameters<State["all"]>[0]>(kind: K) => [...state.all(kind)];
  const world = {
    version: 1,
    account: { status: "active" },
    plan: { features: ["connectors"] },
    connections: [],
    permissions: rows("permission"),
    folders: rows("folder"),
    assets: rows("asset"),
    collections: rows("collection"),
    roles: rows("role"),
    groups: rows("group"),
    users: rows("user"),
    grants: rows("grant"),
    overrides: rows("override"),
  };
  return structuredClone(world) as unknown as World;
}

type Question = readonly [user: string, permission: string, at: string | null, now: number];

/** Every yes of a world, now and at each later moment at which one of these windows begins or ends. */
export function answersIn(world: World, moments: readonly number[]): Set<string> {
  const yes = new Set<string>();
  const places = [...world.folders, ...world.assets].map(({ id }) => id);
  for (const { id: user } of world.users) {
    for (const permission of asked) {
      const isOfAccount = world.permissions.find(({ id }) => id === permission)?.level === "account";
      for (const at of isOfAccount ? [null] : places) {
        for (const now of moments) {
          if (naiveDecision(world, { user, permission, at, now }).effect === "allow") {
            yes.add(JSON.stringify([user, permission, at, now]));
          }
        }
      }
    }
  }
  return yes;
}

export function momentsOf(worlds: readonly World[], key: ApiKey, now: number): number[] {
  const windows = worlds.flatMap(({ grants, overrides }) => [...grants, ...overrides]);
  const edges = [...windows.flatMap(({ from, until }) => [from, until]), key.until];
  return [...new Set([now, ...edges.filter((edge) => edge !== null && edge > now)])] as number[];
}

/**
 * What somebody gained by a call whose maker did not hold it before: there, then, with the key he showed. Null where all that
 * was gained was his to give.
 */
export function wrongGain(before: World, after: World, maker: Maker, now: number): string | null {
  const moments = momentsOf([before, after], maker.key, now);
  const had = answersIn(before, moments);
  const own = Object.assign({}, before, {
    grants: before.grants.filter(({ livesBy, user }) => user !== maker.user || !livesBy),
  });
  for (const text of answersIn(after, moments)) {
    const [user, permission, at, then] = JSON.parse(text) as Question;
    const place = at === null ? null : placeBefore(before, after, at);
    if (had.has(JSON.stringify([user, permission, place, then]))) continue;
    if (!holds(own, maker, permission, place, then)) return text;
    const deny = denyAgainst(before, user, permission, place, then);
    if (deny !== undefined && !holds(own, maker, "overrides.manage", deny, now))
      return `${text}, over a deny`;
  }
  return null;
}

/** What a key of somebody's opens, for who made or rolled it and holds its secret: all of that must be his already. */
export function wrongKey(world: World, maker: Maker, key: ApiKey, now: number): string | null {
  for (const text of answersIn(world, momentsOf([world], key, now))) {
    const [user, permission, at, then] = JSON.parse(text) as Question;
    if (user !== key.owner || !holds(world, { user, key }, permission, at, then)) continue;
    if (!holds(world, maker, permission, at, then)) return `by the key ${key.id}: ${text}`;
  }
  return null;
}

/** A thing that came is as what it came into was. */
function placeBefore(before: World, after: World, at: string): string {
  const known = [...before.folders, ...before.assets].some(({ id }) => id === at);
  if (known) return at;
  const home =
    after.assets.find(({ id }) => id === at)?.folder ?? after.folders.find(({ id }) => id === at)?.parent;
  return home ? placeBefore(before, after, home) : at;
}

/** Everywhere, a folder-level right is what is held at the root and at every folder. */
function holds(
  world: World,
  { user, key }: Maker,
  permission: string,
  at: string | null,
  now: number,
): boolean {
  const level = world.permissions.find(({ id }) => id === permission)?.level;
  if (at === null && level !== "account") {
    return world.folders.every(({ id }) => holds(world, { user, key }, permission, id, now));
  }
  const wildcard = `${permission.split(".")[0]}.*`;
  const named =
    key.permissions === null ||
    key.permissions.includes(permission) ||
    (level === "folder" && key.permissions.includes(wildcard));
  const within = key.folders === null || pathUp(world, at).some(({ id }) => key.folders?.includes(id));
  const alive = key.until === null || now < key.until;
  return named && within && alive && naiveDecision(world, { user, permission, at, now }).effect === "allow";
}

/** The folder (null: the account) of the deny that decided; undefined where none did. */
function denyAgainst(world: World, user: string, permission: string, at: string | null, now: number) {
  const live = world.overrides.filter(
    (row) =>
      row.user === user &&
      (row.permission === "*" || row.permission === permission) &&
      (row.from === null || row.from <= now) &&
      (row.until === null || now < row.until),
  );
  for (const level of [...pathUp(world, at).map(({ id }) => id), null]) {
    const here = live.filter(({ folder }) => folder === level);
    if (here.length > 0) return here.some(({ effect }) => effect === "deny") ? level : undefined;
  }
  return undefined;
}

function pathUp(world: World, at: string | null): Folder[] {
  const id = world.assets.find((asset) => asset.id === at)?.folder ?? at;
  const folder = world.folders.find((other) => other.id === id);
  return folder ? [folder, ...pathUp(world, folder.parent)] : [];
}
