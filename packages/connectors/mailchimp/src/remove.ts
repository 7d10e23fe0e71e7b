import { NotFoundError } from "@gatefold/connector-sdk";
import type { Removed } from "@gatefold/connector-sdk";

import type { MailchimpContext } from "./settings.ts";
import { deleteFile } from "./wire.ts";

/** Deletes the file. */
export const remove = async (context: MailchimpContext, externalId: string): Promise<Removed> => {
  try {
    await deleteFile(context, externalId);
    return { status: "removed" };
  } catch (error) {
    if (error instanceof NotFoundError) return { status: "already-gone" };
    throw error;
  }
};
