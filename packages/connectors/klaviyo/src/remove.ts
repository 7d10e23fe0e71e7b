import { NotFoundError } from "@gatefold/connector-sdk";
import type { Removed } from "@gatefold/connector-sdk";

import type { KlaviyoContext } from "./settings.ts";
import { hideImage } from "./wire.ts";

/** Hides the picture: Klaviyo has no way to delete one. */
export const remove = async (context: KlaviyoContext, externalId: string): Promise<Removed> => {
  try {
    await hideImage(context, externalId);
    return { status: "hidden" };
  } catch (error) {
    if (error instanceof NotFoundError) return { status: "already-gone" };
    throw error;
  }
};
