import { carries } from "../decisions/holdings.ts";
import type { Role } from "../model.ts";
import type { CompiledCatalogue } from "./permissions.ts";
import type { Places } from "./places.ts";

/** One role in numbers. */
export interface CompiledRole {
  /** Void without its plan feature. */
  readonly live: boolean;
  readonly allAccess: boolean;
  /** The permissions that it names, by word. */
  readonly mask: Int32Array;
  /** Null is everywhere. */
  readonly folders: readonly number[] | null;
}

export function compileRole(role: Role, catalogue: CompiledCatalogue, places: Places): CompiledRole {
  const mask = new Int32Array(catalogue.words);
  for (const { permission, word, bit } of catalogue.permissions) {
    if (carries(role, permission)) mask[word] = (mask[word] as number) | bit;
  }
  return {
    live: role.feature === null || catalogue.account?.plan.features.includes(role.feature) === true,
    allAccess: role.allAccess,
    mask,
    folders: role.folders === "all" ? null : numbered(role.folders, places),
  };
}

export function numbered(folders: readonly string[], places: Places): number[] {
  return folders.flatMap((id) => places.folder(id) ?? []);
}
