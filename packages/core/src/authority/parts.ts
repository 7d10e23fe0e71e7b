import type { State } from "../state/state.ts";

/**
 * Parts of a built-in permission that a catalogue may name by themselves, as the media-library preset does: what each is part
 * of. Where it names one, that is asked; everywhere else, the whole.
 */
const wholes = { "asset.rename": "asset.edit", "collection.add": "collection.manage" } as const;

export type PermissionPart = keyof typeof wholes;

export function askedFor<Part extends PermissionPart>(
  state: State,
  part: Part,
): Part | (typeof wholes)[Part] {
  return state.get("permission", part) ? part : wholes[part];
}
