import type { Held } from "../decisions/holdings.ts";
import type { State } from "../state/state.ts";

/** Where a grant takes hold: everywhere, at these folders and below, on one asset, or on a collection's assets. */
export type Reach =
  | { readonly kind: "everywhere" }
  | { readonly kind: "folders"; readonly folders: ReadonlySet<string> }
  | { readonly kind: "asset"; readonly id: string }
  | { readonly kind: "collection"; readonly id: string };

/** Of the role's folders and the grant's, those that lie under one of the other's: the deeper of each pair that meets. */
export function reachOf(state: State, { grant, role }: Held): Reach {
  const roleFolders = role.folders;
  if (grant.asset !== null) return { kind: "asset", id: grant.asset };
  if (grant.collection !== null) return { kind: "collection", id: grant.collection };
  if (grant.folders === null) {
    return roleFolders === "all"
      ? { kind: "everywhere" }
      : { kind: "folders", folders: new Set(roleFolders) };
  }
  const given = new Set(grant.folders);
  if (roleFolders === "all") return { kind: "folders", folders: given };
  const ofRole = new Set(roleFolders);
  const meeting = [
    ...roleFolders.filter((folder) => isUnder(state, folder, given)),
    ...grant.folders.filter((folder) => isUnder(state, folder, ofRole)),
  ];
  return { kind: "folders", folders: new Set(meeting) };
}

/** Is this folder one of those, or below one? */
export function isUnder(state: State, folder: string, tops: ReadonlySet<string>): boolean {
  return isHeldAt(state, folder, { kind: "folders", folders: tops }, "through");
}

export function isUnderAny(state: State, folder: string, tops: "all" | readonly string[]): boolean {
  return tops === "all" || isUnder(state, folder, new Set(tops));
}

/** Is what takes hold there in force at this folder? `entry`: whether it gets into restricted folders from above. */
export function isHeldAt(
  state: State,
  folder: string,
  reach: Extract<Reach, { kind: "everywhere" | "folders" }>,
  entry: "through" | "stopped",
): boolean {
  let at = state.get("folder", folder);
  while (at) {
    if (reach.kind === "folders" && reach.folders.has(at.id)) return true;
    if (at.restricted && entry === "stopped") return false;
    if (at.parent === null) return reach.kind === "everywhere";
    at = state.get("folder", at.parent);
  }
  return false;
}
