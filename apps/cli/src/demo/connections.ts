import type { KlaviyoAccount } from "@gatefold/sandbox";
import { z } from "zod";
import { type Api, pathOf } from "../api.ts";

const made = z.object({ id: z.string() });

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
    const json = {
      connector: "klaviyo",
      folder,
      name: `${name} Klaviyo`,
      settings: {},
      secrets: { apiKey: key.secret },
    };
    await api.call({ method: "POST", path: pathOf("connections"), json }, made);
  }
}
