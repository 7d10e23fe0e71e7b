import { isWithin } from "../decisions/place.ts";
import { carries } from "../decisions/holdings.ts";
import { EventRefused } from "../errors.ts";
import type { Entities } from "../model.ts";
import { endGrant } from "./deletion.ts";
import type { Draft } from "./draft.ts";
import type { Creator } from "./events.ts";
import { accountOf, grantIsSound } from "./soundness.ts";
import type { State } from "./state.ts";

export function setCreatorRole(draft: Draft, role: string | null): void {
  const { creatorRole: _before, ...account } = accountOf(draft);
  if (role !== null) creatorRoleIsSound(draft.need("role", role));
  draft.replace("account", role === null ? account : { ...account, creatorRole: role });
}

export function isCreatorRole({ state }: Draft, role: string): boolean {
  return [...state.all("account")].some(({ creatorRole }) => creatorRole === role);
}

/** Whoever may add a picture would else have everything. */
export function creatorRoleIsSound({ id, allAccess }: Entities["role"]): void {
  if (!allAccess) return;
  throw new EventRefused("INVALID", "Making a thing never gives all access; choose a role of permissions.", {
    id,
  });
}

/** What lets somebody make a thing; a folder may have been made as a workspace. */
const making: Readonly<Record<"asset" | "folder", readonly string[]>> = {
  asset: ["asset.create"],
  folder: ["folder.create", "workspace.create"],
};

/**
 * Ends what makers got on their things by grants of a role that let them make these, and does no longer: it does not name the
 * right, is void for want of a plan feature, or is cut down to folders that the thing was not made in.
 */
export function endCredits(draft: Draft, before: Entities["role"], after: Entities["role"]): void {
  const { state } = draft;
  const { features } = accountOf(draft).plan;
  const isVoid =
    after.feature !== null && after.feature !== before.feature && !features.includes(after.feature);
  const lost = (thing: Thing) => lets(state, before, thing) && !lets(state, after, thing);
  const gone = { asset: isVoid || lost("asset"), folder: isVoid || lost("folder") };
  const reaches = (home: string | null) =>
    after.folders === "all" ||
    (home !== null && after.folders.some((folder) => isWithin(state, home, folder)));
  const isCut = after.folders !== "all" && JSON.stringify(after.folders) !== JSON.stringify(before.folders);
  if (!gone.asset && !gone.folder && !isCut) return;
  endLiving(draft, after.id, (credit) => gone[credit.thing] || (isCut && !reaches(credit.home)));
}

/** Ends what makers got by grants of roles that are void from now on, since the plan has lost their feature. */
export function endUnbookedCredits(draft: Draft, before: Entities["account"]["plan"]): void {
  const { features } = accountOf(draft).plan;
  const lost = new Set(before.features.filter((feature) => !features.includes(feature)));
  for (const { id, feature } of draft.state.all("role")) {
    if (feature !== null && lost.has(feature)) endLiving(draft, id, () => true);
  }
}

/**
 * Ends what a maker got on things where he is denied the right to make such from now on. A deny that begins later ends it at
 * once, too: what is given for making a thing is no reason to wait. One that a nearer allow overrules ends nothing.
 */
export function endDeniedCredits(draft: Draft, deny: Entities["override"]): void {
  const { state } = draft;
  if (deny.effect !== "deny") return;
  for (const grant of state.find("grantsOfUser", deny.user)) {
    const credit = creditOf(state, grant);
    if (credit && denies(state, deny, credit) && state.get("grant", grant.id)) endGrant(draft, grant.id);
  }
}

type Thing = keyof typeof making;

/** What somebody got for making a thing, and the folder he made it in (null: at the top). */
interface Credit {
  readonly thing: Thing;
  readonly home: string | null;
}

function creditOf(state: State, { livesBy, asset, folders }: Entities["grant"]): Credit | undefined {
  if (livesBy === undefined) return undefined;
  if (asset !== null) return { thing: "asset", home: state.get("asset", asset)?.folder ?? null };
  const [made] = folders ?? [];
  return made === undefined
    ? undefined
    : { thing: "folder", home: state.get("folder", made)?.parent ?? null };
}

function endLiving(draft: Draft, role: string, ends: (credit: Credit) => boolean): void {
  const { state } = draft;
  for (const { id } of state.find("grantsOfRole", role)) {
    for (const living of state.find("grantsLivingBy", id)) {
      const credit = creditOf(state, living);
      // One that lived by another of these is gone already.
      if (credit && ends(credit) && state.get("grant", living.id)) endGrant(draft, living.id);
    }
  }
}

function denies(state: State, deny: Entities["override"], { thing, home }: Credit): boolean {
  const isAsked = ({ permission }: Entities["override"]) =>
    permission === "*" || making[thing].includes(permission);
  const covers = (folder: string | null) =>
    folder === null || (home !== null && isWithin(state, home, folder));
  if (!isAsked(deny) || !covers(deny.folder)) return false;
  return !state
    .find("overridesOf", deny.user)
    .some(
      ({ effect, folder, permission }) =>
        effect === "allow" &&
        permission === deny.permission &&
        folder !== null &&
        folder !== deny.folder &&
        covers(folder) &&
        (deny.folder === null || isWithin(state, folder, deny.folder)),
    );
}

function lets(state: State, role: Entities["role"], thing: Thing): boolean {
  return making[thing].some((id) => {
    const permission = state.get("permission", id);
    return permission !== undefined && (role.allAccess || carries(role, permission));
  });
}

/** Gives who made a thing the account's creator role on it, and on nothing else, while the grant lasts that let him. */
export function creditCreator(
  draft: Draft,
  { user, grant: id, livesBy }: Creator,
  thing: Pick<Entities["grant"], "folders" | "asset">,
): void {
  const { creatorRole: role } = accountOf(draft);
  if (role === undefined) {
    throw new EventRefused("INVALID", "Who makes a thing gets no role here; leave the creator out.", { id });
  }
  const open = { group: null, collection: null, from: null, until: null, reason: "", givenBy: null };
  const grant = { id, user, role, ...thing, ...open, livesBy };
  grantIsSound(draft, grant);
  draft.create("grant", grant);
}
