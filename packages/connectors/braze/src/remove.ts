import { UnsupportedError } from "@gatefold/connector-sdk";
import type { Removed } from "@gatefold/connector-sdk";

import type { BrazeContext } from "./settings.ts";

/** Braze's API takes nothing away. */
export const remove = async (_context: BrazeContext, _externalId: string): Promise<Removed> => {
  throw new UnsupportedError(
    "Braze's API has no way to take a picture away; delete it by hand in Braze's media library. Its address stays open even then: only Braze's support deletes the file itself.",
  );
};
