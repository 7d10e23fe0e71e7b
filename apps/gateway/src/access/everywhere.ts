import { type BuiltInPermission, ROOT } from "@gatefold/core";
import { demand, may, pathOf } from "./access.ts";
import type { View } from "./view.ts";
import { Refusal } from "../http/problems.ts";

/**
 * Does the caller hold a folder-level permission at every folder, as somebody must who reads across the account? On the
 * way down the tree a right is lost only where a folder is restricted or an override of his own takes hold, so those
 * folders and the roots stand for all. An account without folders has no "everywhere".
 */
export function mayEverywhere(view: View, permission: BuiltInPermission): boolean {
  const roots = view.state.find("foldersIn", ROOT).map(({ id }) => id);
  return roots.length > 0 && [...roots, ...turns(view)].every((folder) => may(view, permission, folder));
}

/** The same for one folder and all below it. */
export function mayThroughout(view: View, permission: BuiltInPermission, top: string): boolean {
  const below = [...turns(view)].filter((id) => pathOf(view.state, id).some((above) => above.id === top));
  return [top, ...below].every((folder) => may(view, permission, folder));
}

/** The same where `top` reaches: the folders below it, behind no restricted one, at which a right from above may end. */
export function turnsInTheOpen(view: View, top: string): string[] {
  return [...turns(view)].filter((id) => id !== top && liesOpenBelow(view, id, top));
}

/** Is it below that folder, with no restricted folder on the way? */
export function liesOpenBelow({ state }: View, id: string, top: string): boolean {
  const path = pathOf(state, state.get("asset", id)?.folder ?? id);
  const way = path.slice(
    0,
    Math.max(
      0,
      path.findIndex((folder) => folder.id === top),
    ),
  );
  return path.some((folder) => folder.id === top) && !way.some(({ restricted }) => restricted);
}

/** The folders at which a right that comes from above may end. */
function turns({ state, caller }: View): Set<string> {
  const overridden = state.find("overridesOf", caller.principal.user).flatMap(({ folder }) => folder ?? []);
  const restricted = [...state.all("folder")].filter((folder) => folder.restricted).map(({ id }) => id);
  return new Set([...restricted, ...overridden]);
}

export function demandEverywhere(view: View, permission: BuiltInPermission): void {
  if (mayEverywhere(view, permission)) return;
  throw new Refusal("NO_GRANT", `This needs ${permission} everywhere; or name a place where you hold it.`, {
    permission,
    at: null,
    ask: { permissions: [permission], at: null },
  });
}

/** Throws `NOT_FOUND` where the folder is hidden, and a 403 where the right ends somewhere below it. */
export function demandThroughout(view: View, permission: BuiltInPermission, top: string): void {
  demand(view, permission, top);
  if (mayThroughout(view, permission, top)) return;
  // Which folder it is may be hidden from the caller.
  throw new Refusal(
    "NO_GRANT",
    `This needs ${permission} in all folders below too, restricted ones as well.`,
    {
      permission,
      at: top,
      ask: { permissions: [permission], at: top },
    },
  );
}
