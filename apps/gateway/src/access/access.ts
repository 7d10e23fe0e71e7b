import {
  type Asset,
  type BuiltInPermission,
  decide,
  decideAs,
  type Folder,
  type PermissionPart,
  type PrincipalDecision,
  type Sight,
  sightAs,
} from "@gatefold/core";
import type { Question, View } from "./view.ts";
import { notFound, type Refusal } from "../http/problems.ts";
import { credentialEnded, outOfScope, refusalAt } from "./refusals.ts";

/**
 * Every check of the API goes through here, so that no route can say more than another: what the caller may not see
 * reads as missing, and what he may see but not do is refused with a reason.
 */

/** May the caller, with the key he shows? */
export function decideFor({ caller, state, now }: View, question: Question): PrincipalDecision {
  return decideAs(state, caller.principal, { ...question, user: caller.principal.user, now });
}

/** What operations ask for: Gatefold's own, and parts of it that an account's catalogue may name. */
export type Asked = BuiltInPermission | PermissionPart;

export function may(view: View, permission: Asked, at: string | null): boolean {
  return decideFor(view, { permission, at }).effect === "allow";
}

/** Returns the decision if it allows; else throws `NOT_FOUND` where the place is hidden, or a 403 with the reason. */
export function demand(
  view: View,
  permission: Asked,
  at: string | null,
  connection?: string,
): PrincipalDecision {
  const question = { permission, at, connection };
  const decision = decideFor(view, question);
  if (decision.effect === "deny") throw refusalOf(view, question, decision);
  return decision;
}

/** What the caller is answered to a question that was denied. */
export function refusalOf(view: View, question: Question, { limit }: Pick<PrincipalDecision, "limit">) {
  const { at } = question;
  if (limit === "CREDENTIAL_ENDED") return credentialEnded();
  if (at !== null && !sees(view, at)) return notFound();
  if (limit === "CREDENTIAL_SCOPE") return outOfScope(question);
  return refusalAt(view, question, at !== null && may(view, "access.explain", at));
}

/** Why the caller may not use the API with keys at all; undefined where he may. */
export function refusedEntry(view: View): Refusal | undefined {
  const { caller, state, now } = view;
  // Asked of the owner, not of the key: a key that is cut down to folders holds no account-level right.
  const question = { permission: "web-api.use", at: null };
  const { effect } = decide(state, { ...question, user: caller.principal.user, now });
  return effect === "deny" ? refusalOf(view, question, { limit: null }) : undefined;
}

/** May the caller know that this folder or asset is there? Folders above what he may view count, for navigation. */
export function sees(view: View, place: string): boolean {
  const sight = sightFor(view);
  return view.state.get("folder", place) ? sight.navigates(place) : sight.views(place);
}

/** The folder, or `NOT_FOUND` where it is missing or hidden. */
export function seenFolder(view: View, id: string): Folder {
  const folder = view.state.get("folder", id);
  if (!folder || !sees(view, id)) throw notFound();
  return folder;
}

/** The asset, or `NOT_FOUND` where it is missing or hidden. */
export function seenAsset(view: View, id: string): Asset {
  const asset = view.state.get("asset", id);
  if (!asset || !sees(view, id)) throw notFound();
  return asset;
}

/** What the caller sees of the tree with the key he shows, for many look-ups at one moment. */
export function sightFor({ caller, state, now }: View): Sight {
  return sightAs(state, caller.principal, now);
}

/** The folder and those above it, nearest first; empty where there is none. */
export function pathOf(state: View["state"], id: string): Folder[] {
  const path: Folder[] = [];
  let folder = state.get("folder", id);
  while (folder) {
    path.push(folder);
    folder = folder.parent === null ? undefined : state.get("folder", folder.parent);
  }
  return path;
}
