import type { Draft } from "./draft.ts";
import { EventRefused } from "../errors.ts";
import type { Entities } from "../model.ts";
import { isHeldBy } from "./holders.ts";

export function accountOf(draft: Draft): Entities["account"] {
  for (const account of draft.state.all("account")) return account;
  throw new EventRefused("UNKNOWN_ID", "The account has not been created.");
}

/** `sound`: those that were found free of circles before, so that none is walked twice. */
export function needsAreSound(draft: Draft, id: string, path: readonly string[], sound: Set<string>): void {
  if (sound.has(id)) return;
  if (path.includes(id)) {
    throw new EventRefused("CYCLE", `Needs run in a circle: ${[...path, id].join(" -> ")}.`, {
      path: [...path, id],
    });
  }
  for (const need of draft.need("permission", id).needs) needsAreSound(draft, need, [...path, id], sound);
  sound.add(id);
}

export function roleIsSound(draft: Draft, role: Entities["role"]): void {
  for (const permission of role.permissions) {
    if (!permission.endsWith(".*")) draft.need("permission", permission);
  }
  if (role.folders !== "all") draft.needAll("folder", role.folders);
}

export function grantIsSound(draft: Draft, grant: Entities["grant"]): void {
  if ((grant.user === null) === (grant.group === null)) {
    throw new EventRefused("INVALID", "A grant goes to a user or to a group: name exactly one.", {
      id: grant.id,
    });
  }
  const narrowings = [grant.folders, grant.asset, grant.collection].filter((narrowing) => narrowing !== null);
  if (narrowings.length > 1) {
    throw new EventRefused(
      "INVALID",
      "A grant is narrowed to folders, one asset or a collection: name one of them.",
      {
        id: grant.id,
      },
    );
  }
  if (grant.user !== null) draft.need("user", grant.user);
  if (grant.group !== null) draft.need("group", grant.group);
  draft.need("role", grant.role);
  if (grant.folders !== null) draft.needAll("folder", grant.folders);
  if (grant.asset !== null) draft.need("asset", grant.asset);
  if (grant.collection !== null) draft.need("collection", grant.collection);
  if (grant.livesBy !== undefined) livingIsSound(draft, grant, draft.need("grant", grant.livesBy));
}

/** A grant may only live by one that is there before it, so that no circle can close. */
function livingIsSound(draft: Draft, { id, user }: Entities["grant"], by: Entities["grant"]): void {
  if (user !== null && isHeldBy(draft.state, by, user)) return;
  throw new EventRefused("INVALID", "A grant can live only by one that the same user holds.", {
    id,
    livesBy: by.id,
  });
}

export function usernameIsFree(draft: Draft, id: string, username: string): void {
  const taken = draft.state.find("usersNamed", username).find((user) => user.id !== id);
  if (taken) {
    throw new EventRefused("DUPLICATE_ID", `The user name "${username}" is taken; choose another.`, {
      username,
    });
  }
}
