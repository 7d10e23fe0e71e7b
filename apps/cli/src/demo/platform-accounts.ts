import { type KlaviyoAccount, SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";

/** The clients' accounts at the fake Klaviyo: two of the sandbox's own, under the clients' names. */
export const demoPlatformAccounts: readonly KlaviyoAccount[] = ["Aurora", "Bergström"].map((name, index) => {
  const account = SANDBOX_KLAVIYO_ACCOUNTS[index];
  if (!account) throw new Error("The sandbox has fewer accounts than the demo has clients.");
  return { ...account, name };
});
