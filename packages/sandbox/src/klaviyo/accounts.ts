import { SandboxError } from "../frame/errors.ts";
import { sparse } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** A Klaviyo account of the fake. */
export interface KlaviyoAccount {
  /** Six characters; the public API key too. */
  readonly id: string;
  readonly name: string;
  readonly credentials: readonly KlaviyoCredential[];
}

/** A private key (`pk_…`, sent as `Klaviyo-API-Key`) or the token of an installed app (sent as `Bearer`). */
export type KlaviyoCredential =
  | { readonly kind: "private-key"; readonly secret: string; readonly scopes: readonly string[] }
  | {
      readonly kind: "token";
      readonly secret: string;
      readonly scopes: readonly string[];
      /** The app it was issued to: each has limits of its own. */
      readonly app: string;
      /** Milliseconds since 1970 on the sandbox's clock. */
      readonly expires?: number;
    };

const FULL = ["accounts:read", "images:read", "images:write"];
const READ_ONLY = ["accounts:read", "images:read"];

/** Two accounts that exist unless others are given. Their keys are public on purpose and open nothing but this fake. */
export const SANDBOX_KLAVIYO_ACCOUNTS: readonly KlaviyoAccount[] = [
  {
    id: "SbxOne",
    name: "Sandbox Account One",
    credentials: [
      { kind: "private-key", secret: "pk_sandboxaccountonefull00000000000001", scopes: FULL },
      { kind: "private-key", secret: "pk_sandboxaccountonereadonly0000000001", scopes: READ_ONLY },
    ],
  },
  {
    id: "SbxTwo",
    name: "Sandbox Account Two",
    credentials: [
      { kind: "private-key", secret: "pk_sandboxaccounttwofull00000000000002", scopes: FULL },
      { kind: "private-key", secret: "pk_sandboxaccounttworeadonly0000000002", scopes: READ_ONLY },
    ],
  },
];

export interface Caller {
  readonly account: KlaviyoAccount;
  readonly credential: KlaviyoCredential;
}

/** Every credential by its `Authorization` header. Throws `SandboxError` where two accounts would share an id or a secret. */
export function callersByHeader(accounts: readonly KlaviyoAccount[]): ReadonlyMap<string, Caller> {
  const ids = new Set(accounts.map((account) => account.id));
  if (ids.size < accounts.length)
    throw new SandboxError("SANDBOX_SETTINGS", "Give each Klaviyo account an id of its own.");
  const callers = new Map<string, Caller>();
  for (const account of accounts)
    for (const credential of account.credentials) {
      const header = headerOf(credential);
      if (callers.has(header))
        throw new SandboxError(
          "SANDBOX_SETTINGS",
          `Account ${account.id} repeats a credential; give each its own.`,
        );
      callers.set(header, { account, credential });
    }
  return callers;
}

function headerOf(credential: KlaviyoCredential): string {
  if (credential.kind === "token") return `Bearer ${credential.secret}`;
  if (!credential.secret.startsWith("pk_"))
    throw new SandboxError("SANDBOX_SETTINGS", "Klaviyo's private keys start with pk_.");
  return `Klaviyo-API-Key ${credential.secret}`;
}

export function accountResource(account: KlaviyoAccount, fields: Fields, origin: string) {
  const attributes = {
    test_account: true,
    contact_information: {
      default_sender_name: account.name,
      default_sender_email: "sender@sandbox.example",
      website_url: null,
      organization_name: account.name,
      street_address: {
        address1: null,
        address2: null,
        city: "Boston",
        region: null,
        country: "US",
        zip: null,
      },
    },
    industry: null,
    timezone: "US/Eastern",
    preferred_currency: "USD",
    public_api_key: account.id,
    locale: "en-US",
  };
  return {
    type: "account",
    id: account.id,
    attributes: sparse(attributes, fields),
    links: { self: `${origin}/api/accounts/${account.id}/` },
  };
}
