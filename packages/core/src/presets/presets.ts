import { GatefoldError } from "../errors.ts";
import { agency } from "./agency.ts";
import { creativeWorkspace } from "./creative-workspace.ts";
import { mediaLibrary } from "./media-library.ts";
import type { Preset } from "./preset.ts";

/** All that are shipped. */
export const presets: readonly Preset[] = [agency, mediaLibrary, creativeWorkspace];

/** Throws `UNKNOWN_PRESET`, with the names there are. */
export function presetNamed(name: string): Preset {
  const found = presets.find((preset) => preset.name === name);
  if (found) return found;
  const names = presets.map((preset) => preset.name);
  throw new GatefoldError("UNKNOWN_PRESET", `There is no preset "${name}"; there are ${names.join(", ")}.`, {
    name,
    presets: names,
  });
}
