import type { Plan, PresetDocument } from "@gatefold/core";
import { foundAccount } from "@gatefold/gateway";
import { writeKey } from "../data-folder/keys.ts";

/** Whose key a new account's owner comes with: `--as owner`. */
export const FIRST_OWNER = "owner";

type FoundingParts = Parameters<typeof foundAccount>[0];
type Start = { readonly name: string } & ({ readonly plan: Plan } | { readonly preset: PresetDocument });

const empty: Start = { name: "My account", plan: { features: [], limits: {} } };

/** The account of a data folder or database that has none, with one person who may do everything. */
export async function foundFirst(parts: FoundingParts, dataFolder: string, start = empty): Promise<void> {
  const owner = { username: FIRST_OWNER, name: "Owner", email: null };
  await foundAccount(parts, { ...start, owner }, (token) => writeKey(dataFolder, FIRST_OWNER, token));
}
