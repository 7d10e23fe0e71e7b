import {
  type BuiltInPermission,
  builtInCatalogue,
  type Catalogue,
  definePermissions,
  type PermissionSpec,
} from "../catalogue.ts";
import type { Permission } from "../model.ts";
import type { PolicySource } from "../policy/define.ts";

/** A way of working to start an account from: a catalogue, roles and a plan, as a policy document like any other. */
export interface Preset {
  /** What it is asked for by, e.g. `agency`. */
  readonly name: string;
  /** Whom it is for, in one sentence. */
  readonly description: string;
  readonly document: PresetDocument;
}

/** Nobody is in it yet, and nothing but the first folders. */
export type PresetDocument = Pick<
  PolicySource,
  "version" | "account" | "plan" | "permissions" | "folders" | "roles"
>;

/** What a preset says of a built-in permission: the names its users know it by, and the plan feature it waits for. */
type Shade = Partial<Pick<Permission, "aliases" | "feature">>;

type Entries = Record<BuiltInPermission, PermissionSpec<BuiltInPermission>>;

/** Gatefold's own permissions under a preset's names. Those of the connectors are added where an account is founded. */
export function builtInUnder(
  shades: Readonly<Partial<Record<BuiltInPermission, Shade>>>,
): Catalogue<BuiltInPermission> {
  const entries = builtInCatalogue<string>([]).permissions.map(({ id, ...permission }) => [
    id,
    { ...permission, ...shades[id] },
  ]);
  return definePermissions(Object.fromEntries(entries) as Entries);
}

/** The one folder that all others are in. Presets that are mixed share it. */
export const library = { id: "library", name: "Library" };
