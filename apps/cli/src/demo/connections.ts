import type { KlaviyoAccount } from "@gatefold/sandbox";
import type { Api } from "../api.ts";

/** Connects each client to its account at the fake Klaviyo, where a folder of the client's name is there. */
export async function connectPlatforms(
  api: Api,
  folders: ReadonlyMap<string, string>,
  accounts: readonly KlaviyoAccount[],
): Promise<void> {
  for (const { name, credentials } of accounts) {
    const folder = folders.get(name);
    const key = credentials.find(({ scopes }) => scopes.includes("images:write"));
    if (folder === undefined || !key) continue;
    const body = {
      connector: "klaviyo",
      folder,
      name: `${name} Klaviyo`,
      settings: {},
      secrets: { apiKey: key.secret },
    };
    await api.call("connections.create", { body });
  }
}
