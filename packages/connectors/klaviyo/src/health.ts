import { ConnectorError } from "@gatefold/connector-sdk";
import type { Health } from "@gatefold/connector-sdk";

import type { KlaviyoContext } from "./settings.ts";
import { getAccount, listImages } from "./wire.ts";

/** Does the key still open the account and its library? Whether it may write can't be seen without writing. */
export const health = async (context: KlaviyoContext): Promise<Health> => {
  const account = await check("account", async () => `The key opens ${(await getAccount(context)).name}.`);
  if (!account.ok) return { status: "down", checks: [account] };
  const library = await check("library", async () => {
    await listImages(context, { size: 1 });
    return "The image library can be read.";
  });
  return { status: library.ok ? "ok" : "degraded", checks: [account, library] };
};

const check = async (name: string, look: () => Promise<string>): Promise<Health["checks"][number]> => {
  try {
    return { name, ok: true, message: await look() };
  } catch (error) {
    const message = error instanceof ConnectorError ? error.message : "Klaviyo's answer can't be read.";
    return { name, ok: false, message };
  }
};
