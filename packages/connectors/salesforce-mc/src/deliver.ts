import { ConfigError, RejectedError } from "@gatefold/connector-sdk";
import type { Delivered, Order } from "@gatefold/connector-sdk";

import { assetNameOf, assetTypeOf, customerKeyOf } from "./image-name.ts";
import { placeOf } from "./places.ts";
import { reconcile } from "./reconcile.ts";
import type { SalesforceContext } from "./settings.ts";
import { createAsset } from "./wire.ts";
import type { AssetFile } from "./wire.ts";

/** Puts one picture into Content Builder: one request, in the folder that `prepare` made. */
export const deliver = async (context: SalesforceContext, order: Order): Promise<Delivered> => {
  const customerKey = customerKeyOf(order.marker);
  const categoryId = await placeOf(context, order);
  const file = await fileOf(order);
  try {
    const { id, url } = await createAsset(context, { ...file, customerKey, categoryId });
    return { status: "delivered", externalId: id, externalUrl: url };
  } catch (error) {
    // Refused since it is there already: another worker was first with the same order.
    const there =
      error instanceof RejectedError ? await reconcile(context, order).catch(() => undefined) : undefined;
    if (there) return there;
    throw error;
  }
};

/** The file's name carries the marker: a name that came before would get a number into its extension. */
export const fileOf = async ({ asset, marker }: Order): Promise<AssetFile> => {
  const type = assetTypeOf(asset.mime);
  if (!type) throw new ConfigError(`Content Builder has no type for ${asset.mime}.`, { mime: asset.mime });
  const fileName = `${customerKeyOf(marker)}.${type.name}`;
  return { name: assetNameOf(asset.path, marker), type, fileName, bytes: await asset.read() };
};
