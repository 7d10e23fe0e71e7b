import { type KlaviyoAccount, SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";

/** The clients' accounts at the fake Klaviyo: the sandbox's own, under the clients' names. */
export function demoPlatformAccounts(clients: readonly string[]): KlaviyoAccount[] {
  return SANDBOX_KLAVIYO_ACCOUNTS.map(({ id, name, credentials }, index) => ({
    id,
    name: clients[index] ?? name,
    credentials,
  }));
}
