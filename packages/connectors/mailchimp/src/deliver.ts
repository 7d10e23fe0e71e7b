import { ConfigError } from "@gatefold/connector-sdk";
import type { Delivered, Order } from "@gatefold/connector-sdk";

import { imageNameOf } from "./image-name.ts";
import { placeOf } from "./prepare.ts";
import type { MailchimpContext } from "./settings.ts";
import { uploadFile } from "./wire.ts";

/** Uploads one picture, into the folder that was prepared for it. */
export const deliver = async (context: MailchimpContext, order: Order): Promise<Delivered> => {
  const { asset, marker } = order;
  checkMarker(marker);
  const file = await uploadFile(context, {
    name: imageNameOf(asset.path, asset.mime, marker),
    bytes: await asset.read(),
    folder: placeOf(order),
  });
  return { status: "delivered", externalId: String(file.id), externalUrl: file.url };
};

/** It is looked for by its letters and digits, whatever becomes of other signs in a name. */
export const checkMarker = (marker: string): void => {
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(marker) || marker.replaceAll(/[_-]/g, "").length < 8) {
    throw new ConfigError(
      "A marker for Mailchimp is 8 to 64 letters, digits, dashes and underscores, 8 of them letters or digits.",
    );
  }
};
