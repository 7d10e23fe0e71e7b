import type { State } from "@gatefold/core";
import { invalid } from "../http/validation.ts";

/** Throws `INVALID_REQUEST` at the first of a body's `permissions` that the catalogue does not have. */
export function permissionsMustBeKnown(state: State, patterns: readonly string[]): void {
  const unknown = patterns.findIndex((pattern) => !isKnown(state, pattern));
  if (unknown === -1) return;
  throw invalid([{ path: `body.permissions.${unknown}`, message: "There is no such permission." }]);
}

/** A permission's id, or `resource.*` where the resource has one at folder level. */
function isKnown(state: State, pattern: string): boolean {
  if (!pattern.endsWith(".*")) return state.get("permission", pattern) !== undefined;
  const resource = pattern.slice(0, -1);
  return [...state.all("permission")].some(({ id, level }) => level === "folder" && id.startsWith(resource));
}
