import type { Millis } from "../model.ts";

/** Where somebody may use one permission, at one moment. It holds for the state it was made from. */
export type Scope = AccountScope | WorkspaceScope | FolderScope;

export interface AccountScope {
  readonly level: "account";
  readonly allowed: boolean;
}

/** At exactly these workspaces' folders: not below them, and not on assets. Ids in order. */
export interface WorkspaceScope {
  readonly level: "workspace";
  readonly workspaces: readonly string[];
}

/**
 * Of the folders named here the nearest one at or above a folder decides; where there is none, `everywhere` does. No
 * folder is named that could be left out. What holds for a folder holds for its assets. Ids in order.
 */
export interface FolderScope {
  readonly level: "folder";
  readonly everywhere: boolean;
  /** It begins here, and holds below. */
  readonly include: readonly string[];
  /** It ends here, and does not hold below. */
  readonly except: readonly string[];
  /** Allowed although their folder is not: given alone, or by a collection. */
  readonly assets: readonly string[];
  /** What each asset must be besides. */
  readonly gates: AssetGates;
}

export interface AssetGates {
  readonly approved: boolean;
  /** Not expired at this moment; null: it may be. */
  readonly unexpiredAt: Millis | null;
}

export const nowhere: FolderScope = {
  level: "folder",
  everywhere: false,
  include: [],
  except: [],
  assets: [],
  gates: { approved: false, unexpiredAt: null },
};

/** Does it hold nowhere at all? */
export function isNowhere(scope: Scope): boolean {
  if (scope.level === "account") return !scope.allowed;
  if (scope.level === "workspace") return scope.workspaces.length === 0;
  return !scope.everywhere && scope.include.length === 0 && scope.assets.length === 0;
}

/** A scope of any level in one form, for those who show it. */
export interface FlatScope {
  /** `workspace`: at exactly the folders of `include`, not below them. `account`: not asked at a place. */
  readonly level: Scope["level"];
  readonly everywhere: boolean;
  readonly include: readonly string[];
  readonly except: readonly string[];
  readonly assets: readonly string[];
  /** What each asset must be. */
  readonly gates: { readonly approved: boolean; readonly unexpired: boolean };
}

export function flatScope(scope: Scope): FlatScope {
  const { everywhere, include, except, assets, gates } = inFolders(scope);
  const { approved, unexpiredAt } = gates;
  return {
    level: scope.level,
    everywhere,
    include,
    except,
    assets,
    gates: { approved, unexpired: unexpiredAt !== null },
  };
}

function inFolders(scope: Scope): FolderScope {
  if (scope.level === "account") return { ...nowhere, everywhere: scope.allowed };
  return scope.level === "workspace" ? { ...nowhere, include: scope.workspaces } : scope;
}
