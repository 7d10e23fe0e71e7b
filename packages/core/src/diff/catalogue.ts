import type { Permission } from "../model.ts";
import type { State } from "../state/state.ts";

/** What permissions hang on, in one state. */
export interface Catalogue {
  /** Permissions that nobody has but at a workspace's folder: what is below that folder does not share in them. */
  readonly ofWorkspaces: ReadonlySet<string>;
  /** Does one that is asked at places need one of the account's? */
  readonly leansOnAccount: boolean;
  /** All permissions. */
  readonly order: readonly string[];
}

export function catalogueIn(state: State): Catalogue {
  const ofWorkspaces = new Set<string>();
  let leansOnAccount = false;
  for (const permission of state.all("permission")) {
    if (permission.level === "account") continue;
    const needs = withNeeds(state, permission);
    if ([...needs].some(({ level }) => level === "workspace")) ofWorkspaces.add(permission.id);
    if ([...needs].some(({ level }) => level === "account")) leansOnAccount = true;
  }
  return { ofWorkspaces, leansOnAccount, order: Array.from(state.all("permission"), ({ id }) => id) };
}

function withNeeds(state: State, permission: Permission): Set<Permission> {
  const found = new Set([permission]);
  for (const { needs } of found) {
    for (const id of needs) {
      const need = state.get("permission", id);
      if (need) found.add(need);
    }
  }
  return found;
}
