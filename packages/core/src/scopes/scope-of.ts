import { type Asking, askingAll, askingAs, askingOne, withNeeds } from "./asking.ts";
import { assetConditionsOf } from "../decisions/gates.ts";
import { permissionNamed } from "../decisions/inquiry.ts";
import type { Level, Millis, Permission } from "../model.ts";
import type { Principal } from "../principal.ts";
import { type AssetGates, type FolderScope, nowhere, type Scope } from "./scope.ts";
import type { State } from "../state/state.ts";
import { type Course, courseOf } from "./turns.ts";

/**
 * Where a user may use a permission (id or alias), through a connection where one is named: all at once what `decide`
 * says place by place. Nowhere where the user or the permission is not known.
 */
export function scopeOf(
  state: State,
  user: string,
  permission: string,
  now: Millis,
  connection?: string,
): Scope {
  const known = permissionNamed(state, permission);
  if (!known) return nowhere;
  return scopesFrom(askingOne(state, user, known, now, connection)).get(known.id) ?? nowhere;
}

/** The same for each permission of the catalogue, by its id. */
export function scopesOf(state: State, user: string, now: Millis): Map<string, Scope> {
  return scopesFrom(askingAll(state, user, now));
}

/** What a principal's credential may do where: `decideAs`, all at once. */
export function scopeAs(state: State, principal: Principal, permission: string, now: Millis): Scope {
  const known = permissionNamed(state, permission);
  return (known && scopesFrom(askingAs(state, principal, [known], now)).get(known.id)) ?? nowhere;
}

export function scopesAs(state: State, principal: Principal, now: Millis): Map<string, Scope> {
  return scopesFrom(askingAs(state, principal, [...state.all("permission")], now));
}

function scopesFrom(asking: Asking): Map<string, Scope> {
  const { state, permissions } = asking;
  const kinds = permissions.map((permission) => ({ permission, asked: withNeeds(state, [permission]) }));
  const has = (level: Level) => kinds.some(({ permission, asked }) => kindOf(permission, asked) === level);
  const ofAccount = has("account") ? asking.allowedAt(null) : undefined;
  const ofWorkspaces = has("workspace") ? workspacesBy(asking) : undefined;
  const ofFolders = has("folder") ? foldersBy(asking) : undefined;
  const scopes = kinds.map(({ permission, asked }): [string, Scope] => {
    const { id } = permission;
    const kind = kindOf(permission, asked);
    if (kind === "account") return [id, { level: kind, allowed: ofAccount?.has(id) ?? false }];
    if (kind === "workspace") return [id, { level: kind, workspaces: ofWorkspaces?.get(id) ?? [] }];
    return [id, { ...(ofFolders?.get(id) ?? nowhere), gates: gatesOf(asked, asking.now) }];
  });
  return new Map(scopes);
}

/** What needs something that is asked at workspaces can be used there only, whatever its own level. */
function kindOf({ level }: Permission, asked: readonly Permission[]): Level {
  if (level === "account") return level;
  return asked.some((need) => need.level === "workspace") ? "workspace" : "folder";
}

function gatesOf(asked: readonly Permission[], now: Millis): AssetGates {
  // What is needed at the account asks nothing of an asset.
  const conditions = asked.filter(({ level }) => level === "folder").map(assetConditionsOf);
  return {
    approved: conditions.some(({ approved }) => approved),
    unexpiredAt: conditions.some(({ unexpired }) => unexpired) ? now : null,
  };
}

function workspacesBy(asking: Asking): Map<string, string[]> {
  const workspaces = asking.state.find("foldersMarked", "workspace");
  return idsByPermission(workspaces.flatMap(({ id }) => pairs(asking.allowedAt(id), id)));
}

function foldersBy(asking: Asking): Map<string, FolderScope> {
  const marks = asking.marks();
  const course = courseOf(asking, marks);
  const { top, turns } = course;
  const include = idsByPermission(
    turns.flatMap(({ folder, allowed, above }) => pairs(allowed, folder, above)),
  );
  const except = idsByPermission(
    turns.flatMap(({ folder, allowed, above }) => pairs(above, folder, allowed)),
  );
  const assets = singleAssets(asking, marks, course);
  const scopes = asking.permissions.map(({ id }): [string, FolderScope] => [
    id,
    {
      ...nowhere,
      everywhere: top.has(id),
      include: include.get(id) ?? [],
      except: except.get(id) ?? [],
      assets: assets.get(id) ?? [],
    },
  ]);
  return new Map(scopes);
}

function singleAssets(asking: Asking, marks: ReadonlySet<string>, course: Course): Map<string, string[]> {
  const assets = [...marks].flatMap((id) => asking.state.get("asset", id) ?? []);
  return idsByPermission(
    assets.flatMap(({ id, folder }) => pairs(asking.allowedAt(id), id, course.allowedIn(folder))),
  );
}

type Pair = readonly [permission: string, id: string];

/** A place with each of these permissions that is not one of those. */
function pairs(these: ReadonlySet<string>, place: string, those: ReadonlySet<string> = new Set()): Pair[] {
  return Array.from(these)
    .filter((permission) => !those.has(permission))
    .map((permission) => [permission, place]);
}

function idsByPermission(all: readonly Pair[]): Map<string, string[]> {
  const groups = Map.groupBy(all, ([permission]) => permission);
  return new Map(
    Array.from(groups, ([permission, group]) => [permission, group.map(([, id]) => id).toSorted()]),
  );
}
