import type { PlatformAccount } from "@gatefold/connector-sdk";

import type { BrazeContext } from "./settings.ts";
import { askKey } from "./wire.ts";

/** Whether the key works. Which workspace it opens Braze does not tell: it is named as the connection names it. */
export const verify = async (context: BrazeContext): Promise<PlatformAccount> => {
  await askKey(context);
  const { instance, workspace } = context.settings;
  return { id: `${instance}/${workspace}`, name: `${workspace} (${instance})` };
};
