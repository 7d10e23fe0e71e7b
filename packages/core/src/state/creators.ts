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
const making = { asset: ["asset.create"], folder: ["folder.create", "workspace.create"] };

/** Ends what makers got on their things by grants of a role that named the right to make them, and names it no longer. */
export function endCredits(draft: Draft, before: Entities["role"], after: Entities["role"]): void {
  const { state } = draft;
  const lost = (thing: keyof typeof making) => lets(state, before, thing) && !lets(state, after, thing);
  const [assets, folders] = [lost("asset"), lost("folder")];
  if (!assets && !folders) return;
  const ends = ({ asset, folders: narrowed }: Entities["grant"]) =>
    asset === null ? folders && narrowed !== null : assets;
  for (const { id } of state.find("grantsOfRole", after.id)) {
    for (const living of state.find("grantsLivingBy", id)) if (ends(living)) endGrant(draft, living.id);
  }
}

function lets(state: State, role: Entities["role"], thing: keyof typeof making): boolean {
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
