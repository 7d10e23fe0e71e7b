import { NotFoundError } from "@gatefold/connector-sdk";
import type { Removed } from "@gatefold/connector-sdk";

import type { SalesforceContext } from "./settings.ts";
import { deleteAsset } from "./wire.ts";

/** Deletes the picture. A mail still to be sent that names it by key or id without another to fall back on fails then. */
export const remove = async (context: SalesforceContext, externalId: string): Promise<Removed> => {
  try {
    await deleteAsset(context, externalId);
    return { status: "removed" };
  } catch (error) {
    if (error instanceof NotFoundError) return { status: "already-gone" };
    throw error;
  }
};
