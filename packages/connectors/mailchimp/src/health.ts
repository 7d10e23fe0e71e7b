import { ConnectorError } from "@gatefold/connector-sdk";
import type { Health } from "@gatefold/connector-sdk";

import type { MailchimpContext } from "./settings.ts";
import { getCaller, glance } from "./wire.ts";

/** Does the key still open the account and its files, and may its person upload? Two looks; no number is left to be told. */
export const health = async (context: MailchimpContext): Promise<Health> => {
  let role: string | null = null;
  const account = await check("account", async () => {
    const caller = await getCaller(context);
    ({ role } = caller);
    return `The key of ${caller.username ?? "somebody"}${role === null ? "" : ` (${role})`} opens ${caller.accountName}.`;
  });
  if (!account.ok) return { status: "down", checks: [account] };
  const files = await check(
    "files",
    async () => `The file manager can be read; it has ${await glance(context)} files.`,
  );
  const checks = [account, files, ...(isViewer(role) ? [VIEWER] : [])];
  return { status: checks.every(({ ok }) => ok) ? "ok" : "degraded", checks };
};

const isViewer = (role: string | null): boolean => role?.toLowerCase() === "viewer";

const VIEWER = {
  name: "role",
  ok: false,
  message: "The key's person is a viewer, who may upload nothing; connect the key of an author or higher.",
};

const check = async (name: string, look: () => Promise<string>): Promise<Health["checks"][number]> => {
  try {
    return { name, ok: true, message: await look() };
  } catch (error) {
    const message = error instanceof ConnectorError ? error.message : "Mailchimp's answer can't be read.";
    return { name, ok: false, message };
  }
};
