import type { Holdings } from "../decisions/holdings.ts";
import type { Inquiry } from "../decisions/inquiry.ts";
import type { Account, Millis, Permission, User } from "../model.ts";
import { overrideFinding } from "../decisions/overrides.ts";
import { accountPlace, type Place } from "../decisions/place.ts";
import { standingOf } from "../decisions/reach.ts";
import type { State } from "../state/state.ts";

/** Whose rights are looked at, in which state. */
export interface Viewpoint {
  readonly state: State;
  readonly account: Account;
  readonly user: User;
  readonly holdings: Holdings;
}

/**
 * What somebody holds at a place at a moment, without gates: what a plan, a connection, an approval or a suspension keeps
 * shut today may open tomorrow. The account as a place also stands for everywhere: a folder-level permission is held there
 * by what is narrowed by nothing. A workspace-level one counts at any folder, since any may become a workspace.
 */
export function rightsAt(view: Viewpoint, place: Place, now: Millis): (permission: Permission) => boolean {
  const own = ownRightsAt(view, place, now);
  const atAccount = place.at === null ? own : ownRightsAt(view, accountPlace, now);
  const known = new Map<string, boolean>();
  const holds = (permission: Permission): boolean => {
    const before = known.get(permission.id);
    if (before !== undefined) return before;
    const held =
      (permission.level === "account" ? atAccount : own)(permission) &&
      permission.needs.every(meets(permission));
    known.set(permission.id, held);
    return held;
  };
  const meets = (permission: Permission) => (id: string) => {
    const need = view.state.get("permission", id);
    return need !== undefined && (permission.level !== "account" || need.level === "account") && holds(need);
  };
  return (permission) => (permission.level !== "account" || place.at === null) && holds(permission);
}

/** The same without what permissions need: what overrides and roles alone give. */
export function ownRightsAt(view: Viewpoint, place: Place, now: Millis): (permission: Permission) => boolean {
  return (permission) => {
    if (permission.level === "account" && place.at !== null) return false;
    const inquiry: Inquiry = { ...view, permission, place, now, connection: undefined };
    const { denies, allows, rolesCount } = overrideFinding(inquiry, permission, place);
    if (denies.length > 0) return false;
    if (allows.length > 0) return true;
    return (
      rolesCount &&
      view.holdings.grants.some((held) => standingOf(inquiry, held, permission, place).amiss.length === 0)
    );
  };
}
