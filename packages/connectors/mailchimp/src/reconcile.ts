import type { Delivered, Order } from "@gatefold/connector-sdk";

import { checkMarker } from "./deliver.ts";
import { bears } from "./image-name.ts";
import type { MailchimpContext } from "./settings.ts";
import { findFile } from "./wire.ts";

/** Looks through the library, newest first, for a file whose name bears the marker. */
export const reconcile = async (context: MailchimpContext, order: Order): Promise<Delivered | undefined> => {
  checkMarker(order.marker);
  const found = await findFile(context, ({ name }) => bears(name, order.marker));
  return found && { status: "already-present", externalId: String(found.id), externalUrl: found.url };
};
