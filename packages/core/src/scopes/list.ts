import { permissionNamed } from "../decisions/inquiry.ts";
import { isWithin } from "../decisions/place.ts";
import type { Sight } from "../decisions/visible.ts";
import type { Millis } from "../model.ts";
import type { Principal } from "../principal.ts";
import { extentOf } from "./extent.ts";
import { isNowhere, nowhere, type Scope } from "./scope.ts";
import { scopeAs, scopeOf, scopesAs, scopesOf } from "./scope-of.ts";
import type { State } from "../state/state.ts";

/** What is asked of the whole tree at one moment. */
export interface ListQuery {
  /** One permission, by id or alias; left out: the whole catalogue. */
  readonly permission?: string | undefined;
  /** Only at this folder and below it, or at this asset. */
  readonly at?: string | undefined;
  readonly now: Millis;
}

/** Permissions, in the catalogue's order, that may be used in the same places. */
export interface Listed {
  readonly permissions: readonly string[];
  readonly scope: Scope;
}

/** What a user may do where. What he may do nowhere is not listed. */
export function list(state: State, user: string, query: ListQuery): Listed[] {
  const { permission, now } = query;
  const scopes =
    permission === undefined
      ? scopesOf(state, user, now)
      : oneOf(state, permission, scopeOf(state, user, permission, now));
  return grouped(state, scopes, query);
}

/** The same for what a principal's credential may do, which can be less than its owner may. */
export function listAs(state: State, principal: Principal, query: ListQuery): Listed[] {
  const { permission, now } = query;
  const scopes =
    permission === undefined
      ? scopesAs(state, principal, now)
      : oneOf(state, permission, scopeAs(state, principal, permission, now));
  return grouped(state, scopes, query);
}

function oneOf(state: State, permission: string, scope: Scope): Map<string, Scope> {
  return new Map([[permissionNamed(state, permission)?.id ?? permission, scope]]);
}

function grouped(state: State, scopes: ReadonlyMap<string, Scope>, { at }: ListQuery): Listed[] {
  const groups = new Map<string, { permissions: string[]; scope: Scope }>();
  for (const [permission, whole] of scopes) {
    const scope = at === undefined ? whole : within(state, whole, at);
    if (isNowhere(scope)) continue;
    const key = JSON.stringify(scope);
    const group = groups.get(key);
    if (group) group.permissions.push(permission);
    else groups.set(key, { permissions: [permission], scope });
  }
  return [...groups.values()];
}

/** The part of a scope that lies at a folder and below it, or at an asset. */
export function within(state: State, scope: Scope, at: string): Scope {
  if (scope.level === "account") return nowhere;
  const isInside = (folder: string) => isWithin(state, folder, at);
  if (scope.level === "workspace") return { ...scope, workspaces: scope.workspaces.filter(isInside) };
  const extent = extentOf(state, scope);
  const asset = state.get("asset", at);
  if (asset) return { ...nowhere, gates: scope.gates, assets: extent.hasAsset(asset) ? [at] : [] };
  const isBelow = (folder: string) => folder !== at && isInside(folder);
  const begins = extent.hasFolder(at) ? [at] : [];
  return {
    ...scope,
    everywhere: false,
    include: [...begins, ...scope.include.filter(isBelow)].toSorted(),
    except: scope.except.filter(isBelow),
    assets: scope.assets.filter((id) => isInside(state.get("asset", id)?.folder ?? "")),
  };
}

/** The part of a scope that somebody may be told: for him, what he doesn't see is not there. */
export function seenPart(scope: Scope, { navigates, views }: Sight): Scope {
  if (scope.level === "account") return scope;
  if (scope.level === "workspace") return { ...scope, workspaces: scope.workspaces.filter(navigates) };
  return {
    ...scope,
    include: scope.include.filter(navigates),
    except: scope.except.filter(navigates),
    assets: scope.assets.filter(views),
  };
}
