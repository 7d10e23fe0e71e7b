import type { State } from "@gatefold/core";
import { z } from "zod";
import { foldersWithin } from "../account/tree.ts";
import { idField, timeField } from "../http/fields.ts";

/** When: half-open, from this moment on and before that one. */
const times = { from: timeField.optional(), until: timeField.optional() };

/** By what entries of the journal are found. */
export const entryFilters = {
  ...times,
  /** A folder with what is in it now, or an asset; one that is gone counts too. */
  at: idField.optional(),
  /** Whoever made the change. */
  by: idField.optional(),
  /** A person or group that it is about. */
  about: idField.optional(),
  /** By or about this person. */
  person: idField.optional(),
  /** An event's, e.g. `grant.given`. */
  type: idField.optional(),
};

/** By what acts are found, beside the place. */
export const actFilters = {
  ...times,
  user: idField.optional(),
  act: z.enum(["deliver", "remove", "download", "confirm", "resend", "leave", "export"]).optional(),
  effect: z.enum(["allow", "deny"]).optional(),
  code: idField.optional(),
};

/** The folder with the folders and assets that are in it now; anything else is itself. */
export function placesAt(state: State, at: string): string[] {
  if (state.get("folder", at) === undefined) return [at];
  const folders = foldersWithin(state, at);
  return [...folders, ...folders.flatMap((id) => state.find("assetsIn", id).map((asset) => asset.id))];
}
