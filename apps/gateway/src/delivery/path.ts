import type { Asset, Connection, Folder, State } from "@gatefold/core";
import { rootOf } from "../account/tree.ts";

/**
 * An asset's name on the platform: the folders between what the connection serves and the asset, then its own, e.g.
 * `summer/hero.png`. A lone root, or the folder the connection lives at, says nothing there and is left out.
 */
export function platformPath(state: State, asset: Asset, connection: Connection): string {
  const top = connection.folder ?? rootOf(state);
  const names = [asset.name];
  let folder = state.get("folder", asset.folder);
  while (folder && folder.id !== top) {
    names.push(folder.name);
    folder = parentOf(state, folder);
  }
  return names.toReversed().join("/");
}

function parentOf(state: State, folder: Folder): Folder | undefined {
  return folder.parent === null ? undefined : state.get("folder", folder.parent);
}
