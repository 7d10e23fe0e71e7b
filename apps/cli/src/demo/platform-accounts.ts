import { type KlaviyoAccount, SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";

const [one, two] = SANDBOX_KLAVIYO_ACCOUNTS;
if (!one || !two) throw new Error("The sandbox has fewer accounts than the demo has clients at Klaviyo.");

/** The clients' accounts at the fake Klaviyo: two of the sandbox's own, under the clients' names. */
export const demoPlatformAccounts: readonly KlaviyoAccount[] = [
  { ...one, name: "Aurora" },
  { ...two, name: "Bergström" },
];
