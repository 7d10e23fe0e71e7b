import type { Asset } from "../model.ts";
import type { FolderScope, Scope } from "./scope.ts";
import type { State } from "../state/state.ts";

/** Is this place inside the scope? */
export function covers(state: State, scope: Scope, at: string | null): boolean {
  if (scope.level === "account") return at === null && scope.allowed;
  if (at === null) return false;
  if (scope.level === "workspace") return scope.workspaces.includes(at);
  const asset = state.get("asset", at);
  const extent = extentOf(state, scope);
  return asset ? extent.hasAsset(asset) : extent.hasFolder(at);
}

/** What a scope of folders holds, for many look-ups in one state. */
export interface Extent {
  /** Every folder there is. */
  readonly isWhole: boolean;
  readonly hasFolder: (id: string) => boolean;
  readonly hasAsset: (asset: Asset) => boolean;
}

export function extentOf(state: State, scope: FolderScope): Extent {
  const known = new Map<string, boolean>();
  for (const id of scope.include) known.set(id, true);
  for (const id of scope.except) known.set(id, false);
  const hasFolder = (id: string): boolean => {
    const way: string[] = [];
    let folder = state.get("folder", id);
    if (!folder) return false;
    while (folder && !known.has(folder.id)) {
      way.push(folder.id);
      folder = folder.parent === null ? undefined : state.get("folder", folder.parent);
    }
    const has = folder ? known.get(folder.id) === true : scope.everywhere;
    for (const passed of way) known.set(passed, has);
    return has;
  };
  const isWhole = scope.everywhere && scope.except.length === 0;
  const alone = new Set(scope.assets);
  const { approved, unexpiredAt } = scope.gates;
  const passes = (asset: Asset) =>
    (!approved || asset.approved) &&
    (unexpiredAt === null || asset.expires === null || unexpiredAt < asset.expires);
  return {
    isWhole,
    hasFolder,
    hasAsset: (asset) => passes(asset) && (isWhole || alone.has(asset.id) || hasFolder(asset.folder)),
  };
}
