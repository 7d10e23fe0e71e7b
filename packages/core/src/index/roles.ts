import { carries } from "../decisions/holdings.ts";
import type { Role } from "../model.ts";
import type { Bits } from "./bits.ts";
import type { CompiledCatalogue, CompiledPermission } from "./permissions.ts";
import type { Places } from "./places.ts";

/** One role in numbers. */
export interface CompiledRole {
  readonly id: string;
  /** Void without its plan feature. */
  readonly live: boolean;
  readonly allAccess: boolean;
  /** The permissions that it names, by word. */
  readonly mask: Bits;
  /** Null is everywhere. */
  readonly folders: readonly number[] | null;
  /** The users whose tables were made with it; some may have lost it since. */
  readonly holders: Set<number>;
}

export function compileRole(role: Role, catalogue: CompiledCatalogue, places: Places): CompiledRole {
  return {
    id: role.id,
    live: role.feature === null || catalogue.account?.plan.features.includes(role.feature) === true,
    allAccess: role.allAccess,
    mask: maskOf(role, catalogue),
    folders: role.folders === "all" ? null : numbered(role.folders, places),
    holders: new Set(),
  };
}

function maskOf({ permissions }: Role, catalogue: CompiledCatalogue): Bits {
  const mask = new Int32Array(catalogue.words);
  const add = ({ word, bit }: CompiledPermission) => {
    mask[word] = (mask[word] as number) | bit;
  };
  const patterns = permissions.filter((name) => {
    const named = catalogue.permissions[catalogue.byName.find(name) ?? -1];
    // Roles name permissions by their ids alone: what an alias stands for is not theirs.
    if (named?.permission.id === name) add(named);
    return name.endsWith(".*");
  });
  if (patterns.length === 0) return mask;
  for (const compiled of catalogue.inOrder) {
    if (carries({ permissions: patterns }, compiled.permission)) add(compiled);
  }
  return mask;
}

export function numbered(folders: readonly string[], places: Places): number[] {
  return folders.map((id) => places.numberOfFolder(id));
}
