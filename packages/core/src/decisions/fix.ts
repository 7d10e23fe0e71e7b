import type { Fix } from "./decision.ts";
import { cheapestCover, type Offer } from "./cover.ts";
import type { Held } from "./holdings.ts";
import { type Inquiry, placeOfNeed } from "./inquiry.ts";
import { judge, judgeOwn } from "./judge.ts";
import { type Bits, both, either, isEmpty, meets, without } from "../index/bits.ts";
import type { CompiledIndex } from "../index/compiled-index.ts";
import { indexOf } from "../index/index-of.ts";
import { ACCOUNT } from "../index/places.ts";
import type { CompiledRole } from "../index/roles.ts";
import type { Permission } from "../model.ts";
import type { Place } from "./place.ts";

/** A permission that must be allowed, and where. */
interface Want {
  readonly permission: Permission;
  readonly place: Place;
}

/** A grant that could be given: on exactly the place that was asked, or un-narrowed. */
interface Proposal extends Offer {
  readonly unnarrowed: boolean;
}

/**
 * The smallest set of role grants that would allow what was asked: least extra permissions, then fewest grants, then
 * role ids. Never all access; empty where a gate or a deny stands in the way, since no grant lifts those.
 */
export function fixOf(inquiry: Inquiry): Fix[] {
  const wants = wantsOf(inquiry);
  if (!wants || wants.length === 0) return [];
  const index = indexOf(inquiry.state);
  const wanted = setOf(index, wants);
  const chosen = cheapestCover(wanted, proposalsFor(inquiry, index, wants, wanted));
  const fixes = chosen?.map((proposal) => fixFrom(inquiry, proposal)) ?? [];
  // What is told to others as a way in is tried first; one that would not work is never shown.
  return allows(inquiry, fixes) ? fixes : [];
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

function setOf(index: CompiledIndex, wants: readonly Want[]): Bits {
  return index.setOf(wants.flatMap(({ permission }) => index.permission(permission.id) ?? []));
}

/** Each role twice where it helps: on the place itself, and un-narrowed for what is asked at the account. */
function proposalsFor(
  { place, user: { id }, now }: Inquiry,
  index: CompiledIndex,
  wants: readonly Want[],
  wanted: Bits,
): Proposal[] {
  const user = index.user(id);
  const here = index.placeNow(place.at);
  if (user === undefined || here === undefined) return [];
  const ofAccount = wants.filter((want) => want.place.at === null);
  const atAccount = setOf(index, ofAccount);
  const atPlace = without(wanted, atAccount);
  const free = without(index.askedAt(here), either(wanted, index.givenAt(user, here, now)));
  const known = either(wanted, index.givenAt(user, ACCOUNT, now));
  const { all, unwalled } = index.rolesReaching(here);
  const proposals: Proposal[] = [];
  const propose = (role: CompiledRole, unnarrowed: boolean, covers: Bits, extras: Bits) => {
    if (!isEmpty(covers)) proposals.push({ id: role.id, unnarrowed, covers, extras });
  };
  for (const role of all) {
    const { mask, folders } = role;
    if (role.allAccess || !role.live || !meets(mask, wanted)) continue;
    if (here !== ACCOUNT) propose(role, false, both(mask, atPlace), both(mask, free));
    if (ofAccount.length === 0) continue;
    const nothing = without(mask, mask);
    const everywhere = folders === null ? both(mask, atAccount) : nothing;
    const there = unwalled.has(role) ? both(mask, atPlace) : nothing;
    propose(role, true, either(everywhere, there), without(mask, known));
  }
  return proposals;
}

function fixFrom({ user, place: { at, asset } }: Inquiry, { id: role, unnarrowed }: Proposal): Fix {
  const narrowed = !unnarrowed && at !== null;
  return {
    kind: "grant",
    user: user.id,
    role,
    folders: narrowed && !asset ? [at] : null,
    asset: narrowed && asset ? at : null,
  };
}

function allows(inquiry: Inquiry, fixes: readonly Fix[]): boolean {
  const given = fixes.flatMap((fix) => heldBy(inquiry, fix));
  const grants = [...inquiry.holdings.grants, ...given];
  return judge({ ...inquiry, holdings: { ...inquiry.holdings, grants } }).effect === "allow";
}

function heldBy({ state }: Inquiry, { user, role: id, folders, asset }: Fix): Held[] {
  const role = state.get("role", id);
  const open = { group: null, collection: null, from: null, until: null, reason: "", givenBy: null };
  return role ? [{ role, grant: { id: "", user, role: id, folders, asset, ...open } }] : [];
}
