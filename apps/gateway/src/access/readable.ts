import {
  type Explanation,
  type Grant,
  holdingsOf,
  type Millis,
  type Missed,
  type Override,
  type Role,
  type State,
} from "@gatefold/core";
import { may, pathOf, sees } from "./access.ts";
import { mayEverywhere } from "./everywhere.ts";
import type { View } from "./view.ts";

/** What one client's people may know of others in the account: nothing that is about another place. */

type Narrowing = Pick<Grant, "role" | "folders" | "asset" | "collection">;

/** The places a grant is about: what it is narrowed to, else where its role is; null: everywhere. */
export function placesOf(
  state: State,
  { role, folders, asset, collection }: Narrowing,
): readonly string[] | null {
  if (asset !== null) return [asset];
  if (folders !== null) return folders;
  if (collection !== null) return [state.get("collection", collection)?.folder ?? collection];
  const of = state.get("role", role);
  return !of || of.folders === "all" ? null : of.folders;
}

export function mayReadGrant(view: View, row: Grant, state = view.state): boolean {
  const places = placesOf(state, row);
  if (places === null || places.length === 0) return mayEverywhere(view, "access.explain");
  return places.some((place) => may(view, "access.explain", place));
}

export function mayReadOverride(view: View, { folder }: Override): boolean {
  if (folder === null) return mayEverywhere(view, "access.explain");
  return may(view, "access.explain", folder);
}

/** The explanation without near misses that are about places where the caller may not explain access. */
export function told(view: View, found: Explanation, state = view.state): Explanation {
  // One that is everywhere is about this place, too.
  const isTold = (missed: Missed) => {
    if ("override" in missed) {
      const row = state.get("override", missed.override);
      return row !== undefined && (row.folder === null || mayReadOverride(view, row));
    }
    const row = state.get("grant", missed.grant);
    return row !== undefined && (placesOf(state, row) === null || mayReadGrant(view, row, state));
  };
  return { ...found, missed: found.missed.filter(isTold) };
}

/** Of a role, what somebody may know who gives roles at a place; undefined where it is about other places alone. */
export function roleTold(view: View, role: Role): Role | undefined {
  if (role.folders === "all") return role;
  const folders = role.folders.filter((folder) => sees(view, folder));
  return folders.length > 0 || role.folders.length === 0 ? { ...role, folders } : undefined;
}

/**
 * Who belongs to a place's workspace (where it is in none: to the place): whoever holds something there that is asked of
 * folders, or is named by an override there.
 */
export function belongingTo({ state, now }: View, at: string): (user: string) => boolean {
  const home = state.get("asset", at)?.folder ?? at;
  const top = pathOf(state, home).find(({ workspace }) => workspace)?.id ?? home;
  const isIn = (place: string) =>
    pathOf(state, state.get("asset", place)?.folder ?? place).some(({ id }) => id === top);
  const above = new Set(pathOf(state, home).map(({ id }) => id));
  return (user) => {
    const { grants, overrides } = holdingsOf(state, user);
    return (
      overrides.some(({ folder }) => folder !== null && isIn(folder)) ||
      grants.some(({ grant, role }) => {
        const places = placesOf(state, grant);
        const reaches = places === null || places.some((place) => above.has(place) || isIn(place));
        return hasNotEnded(grant, now) && isOfFolders(state, role) && reaches;
      })
    );
  };
}

const hasNotEnded = ({ until }: Grant, now: Millis) => until === null || now < until;

/** A role of account rights alone, as to use the API, makes nobody a client's. */
function isOfFolders(state: State, role: Role): boolean {
  return (
    role.allAccess ||
    role.permissions.some((id) => id.endsWith(".*") || state.get("permission", id)?.level !== "account")
  );
}
