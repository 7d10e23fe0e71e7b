import { foundAccount } from "@gatefold/gateway";
import { writeKey } from "../data-folder/keys.ts";
import type { GatewayParts } from "./composition.ts";

/** Whose key a new account's owner comes with: `--as owner`. */
export const FIRST_OWNER = "owner";

/** An empty account for a data folder or database that has none, with one person who may do everything. */
export async function foundFirst(parts: GatewayParts, dataFolder: string): Promise<void> {
  const first = {
    name: "My account",
    plan: { features: [], limits: {} },
    owner: { username: FIRST_OWNER, name: "Owner", email: null },
  };
  await foundAccount(parts, first, (token) => writeKey(dataFolder, FIRST_OWNER, token));
}
