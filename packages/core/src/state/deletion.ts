import type { Draft } from "./draft.ts";
import { EventRefused } from "../errors.ts";
import type { Entities } from "../model.ts";
import { ROOT } from "./state.ts";

export function endGrants(draft: Draft, ends: (grant: Entities["grant"]) => boolean): void {
  for (const grant of [...draft.state.all("grant")].filter(ends)) {
    // One that lived by another of these is gone already.
    if (draft.state.get("grant", grant.id)) endGrant(draft, grant.id);
  }
}

/** Ends a grant, and all that live by it, near and far. A loop, not a recursion: chains may be long. */
export function endGrant(draft: Draft, id: string): void {
  const ending = [draft.need("grant", id)];
  for (const grant of ending) {
    ending.push(...draft.state.find("grantsLivingBy", grant.id));
    draft.remove("grant", grant.id);
  }
}

/** Who leaves a group holds none of its grants any more, and so nothing that lives by one. */
export function leaveGroup(draft: Draft, id: string, user: string): void {
  const members = draft.need("group", id).members.filter((member) => member !== user);
  draft.change("group", id, { members });
  for (const grant of draft.state.find("grantsOfGroup", id)) {
    for (const living of draft.state.find("grantsLivingBy", grant.id)) {
      if (living.user === user) endGrant(draft, living.id);
    }
  }
}

export function deleteFolder(draft: Draft, id: string): void {
  const { state } = draft;
  const inside =
    state.find("foldersIn", id).length +
    state.find("assetsIn", id).length +
    state.find("collectionsIn", id).length;
  if (id === ROOT || inside > 0) {
    throw new EventRefused(
      "NOT_EMPTY",
      "Only an empty folder can be deleted; move or delete what is inside first.",
      { id },
    );
  }
  for (const connection of state.all("connection")) {
    if (connection.folder === id) {
      throw new EventRefused("IN_USE", "A connection lives at this folder; move or remove it first.", {
        id,
        connection: connection.id,
      });
    }
  }
  const without = (list: readonly string[]) => list.filter((folder) => folder !== id);
  // An emptied list stays a list: it reaches nowhere, where null would reach everywhere.
  for (const role of state.all("role")) {
    if (role.folders !== "all" && role.folders.includes(id))
      draft.change("role", role.id, { folders: without(role.folders) });
  }
  for (const grant of state.all("grant")) {
    if (grant.folders?.includes(id)) draft.change("grant", grant.id, { folders: without(grant.folders) });
  }
  for (const key of state.all("key")) {
    if (key.folders?.includes(id)) draft.change("key", key.id, { folders: without(key.folders) });
  }
  for (const override of state.all("override")) {
    if (override.folder === id) draft.remove("override", override.id);
  }
  draft.remove("folder", id);
}
