import type { MissedCause, Reason } from "./decision.ts";
import { carries, type Held, hasBegun, hasEnded } from "./holdings.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Grant, Permission } from "../model.ts";
import { deepest, isWithin, ON_ASSET, type Place } from "./place.ts";
import type { State } from "../state/state.ts";

/** How a grant stands to a permission at a place: it gives it where nothing is amiss. */
export interface Standing {
  readonly held: Held;
  readonly amiss: readonly MissedCause[];
  /** Where it takes hold: a folder, an asset or a collection; null is everywhere. */
  readonly anchor: string | null;
}

/** Each condition by itself, so that a yes and a near miss are found by the same look. */
export function standingOf(inquiry: Inquiry, held: Held, permission: Permission, place: Place): Standing {
  const { grant, role } = held;
  const amiss: MissedCause[] = [];
  if (role.feature !== null && !inquiry.account.plan.features.includes(role.feature)) amiss.push("plan");
  if (!role.allAccess && !carries(role, permission)) amiss.push("lacks-permission");
  if (!hasBegun(grant, inquiry.now)) amiss.push("not-yet");
  if (hasEnded(grant, inquiry.now)) amiss.push("expired");
  const hold = permission.level === "account" ? holdOnAccount(held) : holdOnPlace(inquiry.state, held, place);
  if (typeof hold === "string") return { held, amiss: [...amiss, hold], anchor: null };
  return { held, amiss, anchor: hold.anchor };
}

export function reasonOf({ held: { grant, role }, anchor }: Standing): Reason {
  const kind = role.allAccess ? "all-access" : "role";
  return { kind, grant: grant.id, role: role.id, group: grant.group, anchor, until: grant.until };
}

type Hold = { readonly anchor: string | null } | MissedCause;

/** Rights over the account come only from what is narrowed by neither the role's list nor the grant's. */
function holdOnAccount({ grant, role }: Held): Hold {
  return role.folders === "all" && isUnnarrowed(grant) ? { anchor: null } : "narrowed";
}

export function isUnnarrowed(grant: Grant): boolean {
  return grant.folders === null && grant.asset === null && grant.collection === null;
}

/** It must lie under the role's folders and under the grant's; the deeper is the anchor. */
function holdOnPlace(state: State, { grant, role }: Held, place: Place): Hold {
  const ofRole = role.folders === "all" ? place.path.length : deepest(place, role.folders);
  const ofGrant = heightOfGrant(state, grant, place);
  if (ofRole === undefined || ofGrant === undefined) return "other-folder";
  const height = Math.min(ofRole, ofGrant);
  if (height > place.barrier && !role.allAccess) return "restricted";
  if (grant.collection !== null && collectionIsOutside(state, grant.collection, place)) return "restricted";
  return {
    anchor: height === ON_ASSET ? (grant.asset ?? grant.collection) : (place.path[height]?.id ?? null),
  };
}

function heightOfGrant(state: State, grant: Grant, place: Place): number | undefined {
  if (grant.asset !== null) return grant.asset === place.asset?.id ? ON_ASSET : undefined;
  if (grant.collection !== null) {
    const holds = place.asset && state.get("collection", grant.collection)?.assets.includes(place.asset.id);
    return holds ? ON_ASSET : undefined;
  }
  return grant.folders === null ? place.path.length : deepest(place, grant.folders);
}

/** Is the asset under a restricted folder that the collection is not itself inside? All access stops there too. */
function collectionIsOutside(state: State, id: string, place: Place): boolean {
  const wall = place.path[place.barrier];
  const home = state.get("collection", id)?.folder;
  return wall !== undefined && (home === undefined || !isWithin(state, home, wall.id));
}
