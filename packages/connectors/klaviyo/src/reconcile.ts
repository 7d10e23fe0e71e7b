import { UnreadableError } from "@gatefold/connector-sdk";
import type { Delivered, Order } from "@gatefold/connector-sdk";

import { checkMarker } from "./deliver.ts";
import type { KlaviyoContext } from "./settings.ts";
import { imagePage, listImages } from "./wire.ts";
import type { KlaviyoImage } from "./wire.ts";

const PAGE = 100;
/** More pages of one marker than this are not a library any more. */
const MOST_PAGES = 20;

/** Looks the picture up by its marker. A hidden one was removed, and counts as not there. */
export const reconcile = async (context: KlaviyoContext, order: Order): Promise<Delivered | undefined> => {
  const { marker } = order;
  checkMarker(marker);
  let page = await listImages(context, { contains: marker, size: PAGE });
  for (let seen = 1; seen <= MOST_PAGES; seen += 1) {
    const found = page.images.find((image) => isOurs(image, marker));
    if (found) return { status: "already-present", externalId: found.id, externalUrl: found.url };
    if (page.next === null) return undefined;
    page = await imagePage(context, page.next);
  }
  // Silence is not "none": a search that was not finished has found out nothing.
  throw new UnreadableError(
    `Klaviyo's answer to a search has more than ${MOST_PAGES} pages; look there by hand.`,
    {
      marker,
    },
  );
};

/** Said again here, so that a filter which Klaviyo read otherwise can't find somebody else's picture. */
const isOurs = (image: KlaviyoImage, marker: string): boolean =>
  !image.hidden && image.name.toLowerCase().includes(marker.toLowerCase());
