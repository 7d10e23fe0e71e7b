import { ConfigError } from "@gatefold/connector-sdk";
import type { Delivered, Order } from "@gatefold/connector-sdk";

import { fileNameOf, imageNameOf } from "./image-name.ts";
import type { KlaviyoContext } from "./settings.ts";
import { importImage, uploadImage } from "./wire.ts";

/** Puts one picture into the library: one request, by file or by link as the connection says. */
export const deliver = async (context: KlaviyoContext, order: Order): Promise<Delivered> => {
  checkMarker(order.marker);
  const { asset, marker } = order;
  const name = imageNameOf(asset.path, marker);
  const image =
    context.settings.uploadBy === "link"
      ? await importImage(context, { name, link: await asset.link() })
      : await uploadImage(context, { name, file: await fileOf(order) });
  return { status: "delivered", externalId: image.id, externalUrl: image.url };
};

const fileOf = async ({ asset, marker }: Order): Promise<File> =>
  new File([new Uint8Array(await asset.read())], fileNameOf(asset.mime, marker), { type: asset.mime });

/** It goes into a filter, whose escapes Klaviyo does not document. */
export const checkMarker = (marker: string): void => {
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(marker)) {
    throw new ConfigError("A marker for Klaviyo is 8 to 64 letters, digits, dashes and underscores.");
  }
};
