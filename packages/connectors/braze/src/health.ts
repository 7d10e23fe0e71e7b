import { ConnectorError } from "@gatefold/connector-sdk";
import type { Health } from "@gatefold/connector-sdk";

import type { BrazeContext } from "./settings.ts";
import { askKey, hasScim, searchPerson } from "./wire.ts";

/** Nobody's: the name can't exist. */
const NOBODY = "nobody@gatefold.invalid";

/** Does the key work, and SCIM where it is set up? Whether the key may upload can't be seen without uploading. */
export const health = async (context: BrazeContext): Promise<Health> => {
  const key = await check("key", async () => {
    await askKey(context);
    return `The REST API key works on ${context.settings.instance}.`;
  });
  if (!hasScim(context)) return { status: key.ok ? "ok" : "down", checks: [key] };
  const people = await check("people", async () => {
    await searchPerson(context, NOBODY);
    return "People can be looked up.";
  });
  if (!key.ok) return { status: "down", checks: [key, people] };
  return { status: people.ok ? "ok" : "degraded", checks: [key, people] };
};

const check = async (name: string, look: () => Promise<string>): Promise<Health["checks"][number]> => {
  try {
    return { name, ok: true, message: await look() };
  } catch (error) {
    const message = error instanceof ConnectorError ? error.message : "Braze's answer can't be read.";
    return { name, ok: false, message };
  }
};
