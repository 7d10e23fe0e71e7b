import { EventRefused } from "../errors.ts";
import type { Entities } from "../model.ts";
import type { Draft } from "./draft.ts";
import type { Creator } from "./events.ts";
import { accountOf, grantIsSound } from "./soundness.ts";

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
