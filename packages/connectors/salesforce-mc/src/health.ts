import { ConnectorError } from "@gatefold/connector-sdk";
import type { Health } from "@gatefold/connector-sdk";

import type { SalesforceContext } from "./settings.ts";
import { verify } from "./verify.ts";
import { findCategory } from "./wire.ts";

/** Does the package still open its business unit and its library? What is left of the year's number Salesforce tells nobody. */
export const health = async (context: SalesforceContext): Promise<Health> => {
  const account = await check("account", async () => `The package opens ${(await verify(context)).name}.`);
  if (!account.ok) return { status: "down", checks: [account] };
  const library = await check("library", async () => {
    await findCategory(context, Number(context.settings.folderId ?? 0), () => true);
    return "Content Builder can be read.";
  });
  return { status: library.ok ? "ok" : "degraded", checks: [account, library] };
};

const check = async (name: string, look: () => Promise<string>): Promise<Health["checks"][number]> => {
  try {
    return { name, ok: true, message: await look() };
  } catch (error) {
    const message = error instanceof ConnectorError ? error.message : "Salesforce's answer can't be read.";
    return { name, ok: false, message };
  }
};
