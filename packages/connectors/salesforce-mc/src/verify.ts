import { ConfigError } from "@gatefold/connector-sdk";
import type { PlatformAccount } from "@gatefold/connector-sdk";

import type { SalesforceContext } from "./settings.ts";
import { getUserInfo } from "./wire.ts";

/** Which business unit the package's token works in. It says nothing about a person. */
export const verify = async (context: SalesforceContext): Promise<PlatformAccount> => {
  const { unit, enterprise } = await getUserInfo(context);
  const { accountId } = context.settings;
  // Fails closed: pictures must not go to a business unit that nobody named.
  if (unit !== accountId) {
    throw new ConfigError(
      `The token works in the business unit ${unit} and not in ${accountId}; check accountId, and that the package is licensed for it.`,
      { unit, accountId },
    );
  }
  return { id: unit, name: `${enterprise} (${unit})` };
};
