import type { PresetDocument } from "@gatefold/core";
import { foundAccount } from "@gatefold/gateway";
import { writeKey } from "../data-folder/keys.ts";

/** Whose key a new account's owner comes with: `--as owner`. */
export const FIRST_OWNER = "owner";

type FoundingParts = Parameters<typeof foundAccount>[0];

/** An account for a data folder or database that has none, with one person who may do everything; an empty one, or from presets. */
export async function foundFirst(
  parts: FoundingParts,
  dataFolder: string,
  start: { readonly name: string; readonly preset: PresetDocument } | { readonly name?: undefined } = {},
): Promise<void> {
  const owner = { username: FIRST_OWNER, name: "Owner", email: null };
  const plain = { name: "My account", plan: { features: [], limits: {} } };
  const founding = start.name === undefined ? { ...plain, owner } : { ...start, owner };
  await foundAccount(parts, founding, (token) => writeKey(dataFolder, FIRST_OWNER, token));
}
