import type { Order } from "@gatefold/connector-sdk";

import { makePlace } from "./places.ts";
import type { SalesforceContext } from "./settings.ts";

/** Makes the folders above the picture where they are not there yet. */
export const prepare = (context: SalesforceContext, order: Order): Promise<void> => makePlace(context, order);
