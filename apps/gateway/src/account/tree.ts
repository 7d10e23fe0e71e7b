import { type Event, type Folder, ROOT, type State } from "@gatefold/core";
import { pathOf } from "../access/access.ts";
import { Refusal } from "../http/problems.ts";

/** So deep that nobody needs more, and no walk up or down becomes long. */
const MAX_DEPTH = 64;

/** Throws `INVALID` where folders would be nested too deep, `below` being how many levels hang under the new place. */
export function depthMustFit(state: State, parent: string | null, below = 0): void {
  const depth = (parent === null ? 0 : pathOf(state, parent).length) + 1 + below;
  if (depth > MAX_DEPTH) {
    throw new Refusal("INVALID", `Folders can be nested ${MAX_DEPTH} deep; choose a place further up.`);
  }
}

/** How many levels of folders are under this one. */
export function levelsBelow(state: State, folder: string): number {
  let levels = -1;
  for (let row = [folder]; row.length > 0; levels += 1) {
    row = row.flatMap((id) => state.find("foldersIn", id).map((child) => child.id));
  }
  return levels;
}

/** The account's one root folder; null where there is none, or (in an account from elsewhere) more than one. */
export function rootOf(state: State): string | null {
  const [root, ...others] = state.find("foldersIn", ROOT);
  return root && others.length === 0 ? root.id : null;
}

/** A workspace is a top-level folder, or directly under the one root. Throws `INVALID`. */
export function workspaceMustFit(state: State, parent: string | null): void {
  if (parent === null || parent === rootOf(state)) return;
  throw new Refusal(
    "INVALID",
    "A workspace is at the top, or directly under the one root; choose that place.",
  );
}

/** The nearest workspace at or above a folder; null where it is in none. */
export function workspaceOf(state: State, folder: string | null): string | null {
  if (folder === null) return null;
  return pathOf(state, folder).find(({ workspace }) => workspace)?.id ?? null;
}

/** Is this a way out of a workspace: from a folder in it to one that is not? */
export function leavesWorkspace(state: State, from: string | null, to: string | null): boolean {
  const home = workspaceOf(state, from);
  return home !== null && home !== workspaceOf(state, to);
}

/** What leaves its workspace loses its approvals: they were given there. */
export function approvalsDropped(state: State, moved: Folder, target: string | null): Event[] {
  if (!leavesWorkspace(state, moved.parent, target)) return [];
  return foldersWithin(state, moved.id)
    .flatMap((folder) => state.find("assetsIn", folder))
    .filter(({ approved }) => approved)
    .map(({ id }) => ({ type: "asset.approval-set", id, approved: false }));
}

/** This folder and all below it. */
export function foldersWithin(state: State, folder: string): string[] {
  const found = [folder];
  for (const id of found) found.push(...state.find("foldersIn", id).map((child) => child.id));
  return found;
}
