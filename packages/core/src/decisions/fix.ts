import type { Fix } from "./decision.ts";
import { cheapestCover, type Offer } from "./cover.ts";
import { carries, type Held } from "./holdings.ts";
import { fits, type Inquiry, placeOfNeed } from "./inquiry.ts";
import { judge, judgeHoldings, judgeOwn } from "./judge.ts";
import type { Permission, Role } from "../model.ts";
import type { Place } from "./place.ts";
import { standingOf } from "./reach.ts";

/** A permission that must be allowed, and where. */
interface Want {
  readonly permission: Permission;
  readonly place: Place;
}

/** A grant that could be given. */
interface Proposal extends Offer {
  readonly held: Held;
}

/**
 * The smallest set of role grants that would allow what was asked: least extra permissions, then fewest grants, then
 * role ids. Never all access; empty where a gate or a deny stands in the way, since no grant lifts those.
 */
export function fixOf(inquiry: Inquiry): Fix[] {
  const wants = wantsOf(inquiry);
  if (!wants || wants.length === 0) return [];
  const names = wants.map(({ permission }) => permission.id);
  const chosen = cheapestCover(names, proposalsFor(inquiry, wants));
  // What is told to others as a way in is tried first; one that would not work is never shown.
  return chosen && allows(inquiry, chosen) ? chosen.map(({ held }) => fixFrom(inquiry, held)) : [];
}

function allows(inquiry: Inquiry, proposals: readonly Proposal[]): boolean {
  const grants = [...inquiry.holdings.grants, ...proposals.map(({ held }) => held)];
  return judge({ ...inquiry, holdings: { ...inquiry.holdings, grants } }).effect === "allow";
}

/** The permission and its needs, near and far, as far as nothing gives them; undefined where a grant could not help. */
function wantsOf(inquiry: Inquiry): Want[] | undefined {
  const wants: Want[] = [];
  const seen = new Set<string>();
  const queue: (Want | undefined)[] = [inquiry];
  for (const want of queue) {
    if (!want) return undefined;
    const { permission, place } = want;
    if (seen.has(permission.id)) continue;
    seen.add(permission.id);
    const own = judgeOwn(inquiry, permission, place);
    if (own.code === "NO_GRANT") wants.push(want);
    else if (own.effect === "deny") return undefined;
    queue.push(...permission.needs.map((id) => needFrom(inquiry, place, id)));
  }
  return wants;
}

function needFrom(inquiry: Inquiry, from: Place, id: string): Want | undefined {
  const permission = inquiry.state.get("permission", id);
  const place = permission && placeOfNeed(permission, from);
  return permission && place && { permission, place };
}

/** Each role twice where it helps: on exactly the place that was asked, and un-narrowed for what is of the account. */
function proposalsFor(inquiry: Inquiry, wants: readonly Want[]): Proposal[] {
  const places = new Set([inquiry.place, ...wants.map(({ place }) => place)]);
  const holds = heldAt(inquiry);
  const proposals: Proposal[] = [];
  for (const role of inquiry.state.all("role")) {
    if (role.allAccess) continue;
    for (const place of places) {
      const held = { grant: grantOn(inquiry, role, place), role };
      const covers = wants
        .filter((want) => gives(inquiry, held, want))
        .map(({ permission }) => permission.id);
      if (covers.length === 0) continue;
      const extras = extrasOf(inquiry, role, place).filter(
        (permission) => !wants.some((want) => want.permission === permission) && !holds(permission, place),
      );
      proposals.push({ id: role.id, held, covers, extras: extras.map(({ id }) => id) });
    }
  }
  return proposals;
}

function gives(inquiry: Inquiry, held: Held, { permission, place }: Want): boolean {
  return standingOf(inquiry, held, permission, place).amiss.length === 0;
}

/** What the role would give there; un-narrowed it is everything, whatever its level. */
function extrasOf(inquiry: Inquiry, role: Role, place: Place): Permission[] {
  return [...inquiry.state.all("permission")].filter(
    (permission) => carries(role, permission) && (place.at === null || fits(permission, place)),
  );
}

/** Does the user hold it there already, gates aside? At the account: everywhere. */
function heldAt(inquiry: Inquiry): (permission: Permission, place: Place) => boolean {
  const known = new Map<Place, Map<string, boolean>>();
  return (permission, place) => {
    const there = known.get(place) ?? new Map<string, boolean>();
    known.set(place, there);
    const held = there.get(permission.id) ?? judgeHoldings(inquiry, permission, place).effect === "allow";
    there.set(permission.id, held);
    return held;
  };
}

function grantOn(inquiry: Inquiry, role: Role, place: Place): Held["grant"] {
  const narrowed = place.at !== null;
  return {
    id: "",
    user: inquiry.user.id,
    group: null,
    role: role.id,
    folders: narrowed && !place.asset ? [place.at] : null,
    asset: narrowed && place.asset ? place.at : null,
    collection: null,
    from: null,
    until: null,
    reason: "",
    givenBy: null,
  };
}

function fixFrom(inquiry: Inquiry, { grant }: Held): Fix {
  const { role, folders, asset } = grant;
  return { kind: "grant", user: inquiry.user.id, role, folders, asset };
}
