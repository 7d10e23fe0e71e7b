import { type Change, ROOT, type State } from "@gatefold/core";

/** The ids in one folder by the key of their names. */
type Names = Map<string, Set<string>>;

/** Folders whose names are held at a time; more are read anew when something is named in them. */
const HELD = 1000;

const held = new WeakMap<State, Map<string, Names>>();

/**
 * What bears a name of this key in a folder (`ROOT`: at the top). The folder's names are read once and then followed, so
 * that the ten-thousandth folder in one is named as fast as the first.
 */
export function siblingsNamed(
  state: State,
  parent: string,
  key: string,
  keyOf: (name: string) => string,
): ReadonlySet<string> {
  const folders = held.get(state) ?? followed(state, keyOf);
  const names = folders.get(parent) ?? namesIn(state, parent, keyOf);
  if (!folders.has(parent)) {
    if (folders.size >= HELD) folders.clear();
    folders.set(parent, names);
  }
  return names.get(key) ?? none;
}

const none: ReadonlySet<string> = new Set();

function followed(state: State, keyOf: (name: string) => string): Map<string, Names> {
  const folders = new Map<string, Names>();
  state.follow(({ kind, id, before, after }: Change) => {
    if (kind !== "folder" && kind !== "asset") return;
    const from = before && folders.get(homeOf(before));
    if (from) from.get(keyOf(before.name))?.delete(id);
    const to = after && folders.get(homeOf(after));
    if (to) add(to, keyOf(after.name), id);
  });
  held.set(state, folders);
  return folders;
}

function namesIn(state: State, parent: string, keyOf: (name: string) => string): Names {
  const names: Names = new Map();
  const rows = [...state.find("foldersIn", parent), ...state.find("assetsIn", parent)];
  for (const { id, name } of rows) add(names, keyOf(name), id);
  return names;
}

function add(names: Names, key: string, id: string): void {
  const ids = names.get(key);
  if (ids) ids.add(id);
  else names.set(key, new Set([id]));
}

function homeOf(row: { readonly parent: string | null } | { readonly folder: string }): string {
  return "folder" in row ? row.folder : (row.parent ?? ROOT);
}
