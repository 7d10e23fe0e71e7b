import type { Grant } from "../model.ts";
import type { State } from "../state/state.ts";

/** Who holds something just there. */
export interface Holders {
  /** By a grant, its role or an override that names this folder. */
  at(folder: string): ReadonlySet<string>;
  ofCollection(id: string): ReadonlySet<string>;
}

export function holdersOf(state: State, { user, group }: Grant): readonly string[] {
  return user === null ? (state.get("group", group ?? "")?.members ?? []) : [user];
}

const nobody: ReadonlySet<string> = new Set();

/** For one moment of a state: reads all that is held at most once, and only when it is asked. */
export function createHolders(state: State): Holders {
  let index: ReturnType<typeof indexOf> | undefined;
  const known = () => (index ??= indexOf(state));
  return {
    at: (folder) => known().byFolder.get(folder) ?? nobody,
    ofCollection: (id) => known().byCollection.get(id) ?? nobody,
  };
}

function indexOf(state: State) {
  const byFolder = new Map<string, Set<string>>();
  const byCollection = new Map<string, Set<string>>();
  for (const grant of state.all("grant")) {
    const holders = holdersOf(state, grant);
    const folders = state.get("role", grant.role)?.folders;
    if (folders !== "all") for (const folder of folders ?? []) add(byFolder, folder, holders);
    for (const folder of grant.folders ?? []) add(byFolder, folder, holders);
    if (grant.collection !== null) add(byCollection, grant.collection, holders);
  }
  for (const { user, folder } of state.all("override")) if (folder !== null) add(byFolder, folder, [user]);
  return { byFolder, byCollection };
}

function add(index: Map<string, Set<string>>, key: string, users: readonly string[]): void {
  const known = index.get(key) ?? new Set();
  index.set(key, known);
  for (const user of users) known.add(user);
}
