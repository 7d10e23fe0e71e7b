import { ROOT } from "@gatefold/core";
import { may } from "./access.ts";
import type { View } from "./view.ts";
import { Refusal } from "./problems.ts";

/**
 * Does the caller hold a folder-level permission at every folder, as somebody must who reads across the account? On the
 * way down the tree a right is lost only where a folder is restricted or an override of his own takes hold, so those
 * folders and the roots stand for all. An account without folders has no "everywhere".
 */
export function mayEverywhere(view: View, permission: string): boolean {
  const { state, caller } = view;
  const roots = state.find("foldersIn", ROOT).map(({ id }) => id);
  const overridden = state.find("overridesOf", caller.principal.user).flatMap(({ folder }) => folder ?? []);
  const restricted = [...state.all("folder")].filter((folder) => folder.restricted).map(({ id }) => id);
  const turns = new Set([...roots, ...restricted, ...overridden]);
  return roots.length > 0 && [...turns].every((folder) => may(view, permission, folder));
}

export function demandEverywhere(view: View, permission: string): void {
  if (mayEverywhere(view, permission)) return;
  throw new Refusal("NO_GRANT", `This needs ${permission} everywhere; or name a place where you hold it.`, {
    permission,
    at: null,
    ask: { permissions: [permission], at: null },
  });
}
