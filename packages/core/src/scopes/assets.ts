import type { Asset } from "../model.ts";
import { extentOf } from "./extent.ts";
import type { Scope } from "./scope.ts";
import { ROOT, type State } from "../state/state.ts";

/** All assets of a scope, in no order. Found from where it begins on down, so what is outside of it costs nothing. */
export function assetsIn(state: State, scope: Scope): Asset[] {
  if (scope.level !== "folder") return [];
  const { hasAsset, isWhole } = extentOf(state, scope);
  if (isWhole) return [...state.all("asset")].filter(hasAsset);
  const ends = new Set(scope.except);
  const folders = new Set(scope.include);
  if (scope.everywhere)
    for (const { id } of state.find("foldersIn", ROOT)) if (!ends.has(id)) folders.add(id);
  const found = new Set(scope.assets.flatMap((id) => state.get("asset", id) ?? []).filter(hasAsset));
  for (const folder of folders) {
    for (const asset of state.find("assetsIn", folder)) if (hasAsset(asset)) found.add(asset);
    for (const { id } of state.find("foldersIn", folder)) if (!ends.has(id)) folders.add(id);
  }
  return [...found];
}
