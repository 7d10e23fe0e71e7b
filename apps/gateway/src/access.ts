import type { Asset, Decision, Folder, Query } from "@gatefold/core";
import { askable, type AuthorityRefusal, canSee, decideAs, explain, sentence } from "./interim.ts";
import type { View } from "./operation.ts";
import { notFound, Refusal } from "./problems.ts";

/**
 * Every check of the API goes through here, so that no route can say more than another: what the caller may not see
 * reads as missing, and what he may see but not do is refused with a reason.
 */

/** May the caller do this here (null: at the account)? For what is done on a yes; a no goes through `demand`. */
export function decideFor(
  { caller, state, now }: View,
  permission: string,
  at: string | null,
  connection?: string,
): Decision {
  const { principal } = caller;
  return decideAs(state, principal, { user: principal.user, permission, at, now, connection });
}

export function may(view: View, permission: string, at: string | null, connection?: string): boolean {
  return decideFor(view, permission, at, connection).effect === "allow";
}

/** Returns the decision if it allows; else throws `NOT_FOUND` where the place is hidden, or a 403 with the reason. */
export function demand(view: View, permission: string, at: string | null, connection?: string): Decision {
  const decision = decideFor(view, permission, at, connection);
  if (decision.effect === "allow") return decision;
  const { caller, now } = view;
  throw refuse(view, { user: caller.principal.user, permission, at, now, connection });
}

/** May the caller know that this folder or asset is there? Folders above what he may view count, for navigation. */
export function sees(view: View, place: string): boolean {
  const { caller, state, now } = view;
  return may(view, "asset.view", place) || canSee(state, caller.principal.user, place, now);
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

/** The answer to a query of the caller's own that was denied. */
export function refuse(view: View, query: Query): Refusal {
  const { at } = query;
  if (at !== null && !sees(view, at)) return notFound();
  const explanation = explain(view.state, query);
  const subject = { permission: query.permission, at };
  if (explanation.effect === "allow") {
    return new Refusal("NO_GRANT", "This key is cut down to less than its owner may do.", subject);
  }
  const full = at !== null && may(view, "access.explain", at) ? { explanation } : {};
  const facts = { ...subject, ...askable(explanation), ...full };
  return new Refusal(explanation.code, sentence(explanation), facts);
}

/** The answer to a write that would give, or take, what the caller has no right to. */
export function withheld(view: View, refusal: AuthorityRefusal): Refusal {
  const { permission, at } = refusal;
  return refuse(view, { user: view.caller.principal.user, permission, at, now: view.now });
}
