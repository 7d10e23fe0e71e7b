import type { PlatformAccount } from "@gatefold/connector-sdk";

import type { KlaviyoContext } from "./settings.ts";
import { getAccount } from "./wire.ts";

/** Whose account the key opens. It says nothing about a person: Klaviyo's API names none. */
export const verify = (context: KlaviyoContext): Promise<PlatformAccount> => getAccount(context);
