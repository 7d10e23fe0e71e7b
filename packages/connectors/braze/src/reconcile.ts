import { UnsupportedError } from "@gatefold/connector-sdk";
import type { Delivered, Order } from "@gatefold/connector-sdk";

import type { BrazeContext } from "./settings.ts";

/** Braze's API lists no pictures, so nobody but a person can see whether one arrived. */
export const reconcile = async (
  _context: BrazeContext,
  { marker }: Order,
): Promise<Delivered | undefined> => {
  throw new UnsupportedError(
    `Braze's API can't be asked whether a picture arrived; look in its media library for ${marker} before you deliver it again.`,
  );
};
