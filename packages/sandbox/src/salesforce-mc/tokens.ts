import type { SalesforceAccount } from "./accounts.ts";

/** What a token lets its bearer do: one tenant, one business unit, some scopes, until an end. */
export interface Grant {
  readonly account: SalesforceAccount;
  readonly mid: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970 on the sandbox's clock. */
  readonly expires: number;
}

/** As Salesforce says it: a little under the twenty minutes for which a token is taken. */
export const EXPIRES_IN = 1079;

export interface Grants {
  readonly issue: (grant: Omit<Grant, "expires">) => string;
  /** Undefined: unknown, of another tenant, or over. */
  readonly of: (subdomain: string, token: string) => Grant | undefined;
  readonly clear: () => void;
}

/** In memory: a restart ends every token, as it may end at any time at the vendor's. */
export function createGrants(now: () => number, newId: () => string): Grants {
  const grants = new Map<string, Grant>();
  return {
    issue: (grant) => {
      for (const [token, { expires }] of grants) if (expires <= now()) grants.delete(token);
      const token = `sandbox.${newId().replaceAll("-", "")}`;
      grants.set(token, { ...grant, expires: now() + EXPIRES_IN * 1000 });
      return token;
    },
    of: (subdomain, token) => {
      const grant = grants.get(token);
      // Fail closed: a token opens its own tenant alone.
      return grant && grant.expires > now() && grant.account.subdomain === subdomain ? grant : undefined;
    },
    clear: () => grants.clear(),
  };
}
