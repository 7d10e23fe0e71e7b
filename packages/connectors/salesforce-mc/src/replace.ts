import type { Delivered, Order } from "@gatefold/connector-sdk";

import { fileOf } from "./deliver.ts";
import type { SalesforceContext } from "./settings.ts";
import { replaceAsset } from "./wire.ts";

/**
 * Puts a new version in the place of an old one: its id, customer key, folder and published address stay, so that mails which
 * name it show the new one. Its name says which version is in it.
 */
export const replace = async (
  context: SalesforceContext,
  order: Order,
  externalId: string,
): Promise<Delivered> => {
  const { id, url } = await replaceAsset(context, externalId, await fileOf(order));
  return { status: "delivered", externalId: id, externalUrl: url };
};
