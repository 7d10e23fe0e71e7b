import type { Folder } from "../model.ts";
import type { State } from "../state/state.ts";

/** Some folders, and all above them: what leads to them from the top. */
export interface Ways {
  has(folder: string): boolean;
  /** Those of them in a folder; null: at the top. */
  from(parent: string | null): readonly Folder[];
}

export function waysTo(state: State, folders: Iterable<string>): Ways {
  const found = new Map<string, Folder>();
  for (const id of folders) {
    let folder = state.get("folder", id);
    while (folder && !found.has(folder.id)) {
      found.set(folder.id, folder);
      folder = folder.parent === null ? undefined : state.get("folder", folder.parent);
    }
  }
  const byParent = Map.groupBy(found.values(), ({ parent }) => parent);
  return { has: (folder) => found.has(folder), from: (parent) => byParent.get(parent) ?? [] };
}
