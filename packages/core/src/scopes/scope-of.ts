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
  const found = new Map<string, string[]>();
  const ids = asking.state.find("foldersMarked", "workspace").map(({ id }) => id);
  for (const workspace of ids.toSorted()) {
    for (const permission of asking.allowedAt(workspace)) listUnder(found, permission, workspace);
  }
  return found;
}

function foldersBy(asking: Asking): Map<string, FolderScope> {
  const marks = asking.marks();
  const course = courseOf(asking, marks);
  const include = new Map<string, string[]>();
  const except = new Map<string, string[]>();
  for (const { folder, allowed, above } of course.turns) {
    for (const permission of allowed) if (!above.has(permission)) listUnder(include, permission, folder);
    for (const permission of above) if (!allowed.has(permission)) listUnder(except, permission, folder);
  }
  const assets = singleAssets(asking, marks, course);
  const scopes = asking.permissions.map(({ id }): [string, FolderScope] => [
    id,
    {
      ...nowhere,
      everywhere: course.top.has(id),
      include: include.get(id)?.toSorted() ?? [],
      except: except.get(id)?.toSorted() ?? [],
      assets: assets.get(id)?.toSorted() ?? [],
    },
  ]);
  return new Map(scopes);
}

function singleAssets(asking: Asking, marks: ReadonlySet<string>, course: Course): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const id of marks) {
    const asset = asking.state.get("asset", id);
    if (!asset) continue;
    const inFolder = course.allowedIn(asset.folder);
    for (const permission of asking.allowedAt(id)) {
      if (!inFolder.has(permission)) listUnder(found, permission, id);
    }
  }
  return found;
}

function listUnder(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}
