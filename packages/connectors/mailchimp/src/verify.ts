import type { PlatformAccount } from "@gatefold/connector-sdk";

import type { MailchimpContext } from "./settings.ts";
import { getCaller } from "./wire.ts";

/** Whose account the key opens. */
export const verify = async (context: MailchimpContext): Promise<PlatformAccount> => {
  const { account, accountName } = await getCaller(context);
  return { id: account, name: accountName };
};
