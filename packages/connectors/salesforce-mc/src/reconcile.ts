import type { Delivered, Order } from "@gatefold/connector-sdk";

import { assetNameOf, carries, customerKeyOf, namesAnother } from "./image-name.ts";
import type { SalesforceContext } from "./settings.ts";
import { findAssets } from "./wire.ts";
import type { SalesforceAsset } from "./wire.ts";

/**
 * Looks for the order by its customer key; then by its name, which a picture bears that took the place of an older one. Said
 * again here what was asked, so that a query which Salesforce read otherwise can't find somebody else's picture.
 */
export const reconcile = async (context: SalesforceContext, order: Order): Promise<Delivered | undefined> => {
  const { marker, asset } = order;
  const key = customerKeyOf(marker);
  const byKey = (await findAssets(context, "customerKey", key)).find(
    ({ customerKey, name }) => customerKey.toLowerCase() === key.toLowerCase() && !namesAnother(name, marker),
  );
  if (byKey) return present(byKey);
  const name = assetNameOf(asset.path, marker);
  const byName = (await findAssets(context, "name", name)).find((one) => carries(one.name, marker));
  return byName && present(byName);
};

const present = ({ id, url }: SalesforceAsset): Delivered => ({
  status: "already-present",
  externalId: id,
  externalUrl: url,
});
