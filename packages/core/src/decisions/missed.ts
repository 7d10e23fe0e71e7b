import type { Missed, MissedCause } from "./decision.ts";
import { hasBegun, hasEnded } from "./holdings.ts";
import { type Inquiry, placeOfNeed } from "./inquiry.ts";
import type { Verdict } from "./judge.ts";
import type { Override, Permission } from "../model.ts";
import { concerns, heightOf, type Layer, nearestLayer } from "./overrides.ts";
import type { Place } from "./place.ts";
import { standingOf } from "./reach.ts";

/**
 * The grants and overrides that one thing alone keeps from allowing what was asked, or the need that failed. An answer
 * that nothing held could change (a gate, or an allow) misses nothing.
 */
export function missedOf(inquiry: Inquiry, verdict: Verdict): Missed[] {
  if (verdict.effect === "allow") return [];
  const permission = verdict.need
    ? inquiry.state.get("permission", verdict.need.permission)
    : inquiry.permission;
  const place = verdict.need && permission ? placeOfNeed(permission, inquiry.place) : inquiry.place;
  if (!permission || !place) return [];
  const code = verdict.need?.code ?? verdict.code;
  if (code !== "NO_GRANT" && code !== "OVERRIDE_DENY") return [];
  // No grant overcomes a deny, however near it is.
  const grants = code === "NO_GRANT" ? missedGrants(inquiry, permission, place) : [];
  return [...missedOverrides(inquiry, permission, place), ...grants];
}

function missedGrants(inquiry: Inquiry, permission: Permission, place: Place): Missed[] {
  return inquiry.holdings.grants
    .map((held) => standingOf(inquiry, held, permission, place))
    .flatMap(({ held: { grant, role }, amiss: [cause, ...more] }) =>
      cause && more.length === 0 ? [{ cause, grant: grant.id, role: role.id, group: grant.group }] : [],
    )
    .toSorted((one, other) => (one.grant < other.grant ? -1 : 1));
}

function missedOverrides(inquiry: Inquiry, permission: Permission, place: Place): Missed[] {
  const nearest = nearestLayer(inquiry, permission, place);
  return inquiry.holdings.overrides
    .filter((override) => override.effect === "allow" && concerns(override, permission))
    .flatMap((override) => {
      const [cause, ...more] = causesOf(inquiry, override, permission, place);
      if (!cause || more.length > 0 || !wouldDecide(cause, heightOf(override, place), nearest)) return [];
      return [{ cause, override: override.id }];
    })
    .toSorted((one, other) => (one.override < other.override ? -1 : 1));
}

function causesOf(inquiry: Inquiry, override: Override, permission: Permission, place: Place): MissedCause[] {
  const causes: MissedCause[] = [];
  if (!hasBegun(override, inquiry.now)) causes.push("not-yet");
  if (hasEnded(override, inquiry.now)) causes.push("expired");
  const height = heightOf(override, place);
  if (height === undefined) causes.push(permission.level === "account" ? "narrowed" : "other-folder");
  else if (height > place.barrier) causes.push("restricted");
  return causes;
}

/** Were it not for this cause, would it be the override that decides? */
function wouldDecide(cause: MissedCause, height: number | undefined, nearest: Layer | undefined): boolean {
  const isDenied = nearest !== undefined && nearest.denies.length > 0;
  if (height === undefined) return !isDenied;
  if (cause === "restricted") return !isDenied && height === nearest?.height;
  return height < (nearest?.height ?? Infinity);
}
