import { SandboxError } from "../frame/errors.ts";

export type MailchimpRole = "owner" | "admin" | "manager" | "author" | "viewer";

/** Somebody who may sign in to an account. A key or a token opens what its login may do; there are no scopes. */
export interface MailchimpLogin {
  readonly loginId: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: MailchimpRole;
  /** API keys, 32 hexadecimal digits and the data centre: `…-us19`. */
  readonly keys: readonly string[];
  /** OAuth tokens: they never expire, and end when they are revoked. */
  readonly tokens?: readonly string[];
}

/** An account of the fake. */
export interface MailchimpAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Such as `us19`. */
  readonly dataCentre: string;
  readonly logins: readonly MailchimpLogin[];
}

/** Two accounts that exist unless others are given. What opens them is public on purpose and opens nothing but this fake. */
export const SANDBOX_MAILCHIMP_ACCOUNTS: readonly MailchimpAccount[] = [
  {
    id: "5a9dbc0000000000000000001",
    name: "Sandbox Audience One",
    email: "one@sandbox.example",
    dataCentre: "us19",
    logins: [
      {
        loginId: "90000001",
        username: "olga.one",
        firstName: "Olga",
        lastName: "One",
        role: "owner",
        keys: ["5a9dbc000000000000000000000000a1-us19"],
        tokens: ["sandbox-mailchimp-token-one"],
      },
      {
        loginId: "90000002",
        username: "vera.one",
        firstName: "Vera",
        lastName: "One",
        role: "viewer",
        keys: ["5a9dbc000000000000000000000000a2-us19"],
      },
    ],
  },
  {
    id: "5a9dbc0000000000000000002",
    name: "Sandbox Audience Two",
    email: "two@sandbox.example",
    dataCentre: "us21",
    logins: [
      {
        loginId: "90000003",
        username: "otto.two",
        firstName: "Otto",
        lastName: "Two",
        role: "owner",
        keys: ["5a9dbc000000000000000000000000b1-us21"],
      },
      {
        loginId: "90000004",
        username: "vito.two",
        firstName: "Vito",
        lastName: "Two",
        role: "viewer",
        keys: ["5a9dbc000000000000000000000000b2-us21"],
      },
    ],
  },
];

/** Whose key or token a request bears. */
export interface Caller {
  readonly account: MailchimpAccount;
  readonly login: MailchimpLogin;
  readonly secret: string;
}

/** By `Authorization`: Basic with any name and a key, or Bearer with a token. Throws `SandboxError` where a secret is there twice. */
export function createCallers(accounts: readonly MailchimpAccount[]): (header: string) => Caller | undefined {
  const known = new Map<string, Caller>();
  if (new Set(accounts.map(({ id }) => id)).size < accounts.length)
    throw new SandboxError("SANDBOX_SETTINGS", "Give each Mailchimp account an id of its own.");
  for (const account of accounts) {
    for (const login of account.logins) {
      const secrets = [
        ...login.keys.map((key) => ["key", key] as const),
        ...(login.tokens ?? []).map((token) => ["token", token] as const),
      ];
      for (const [kind, secret] of secrets) {
        if (known.has(`${kind} ${secret}`))
          throw new SandboxError(
            "SANDBOX_SETTINGS",
            `Account ${account.id} repeats a secret; give each its own.`,
          );
        known.set(`${kind} ${secret}`, { account, login, secret });
      }
    }
  }
  return (header) => {
    const [, scheme = "", credentials = ""] = /^(Basic|Bearer) ([!-~]+)$/.exec(header) ?? [];
    if (scheme === "Bearer") return known.get(`token ${credentials}`);
    const [, password = ""] = /^[^:]+:(.+)$/s.exec(Buffer.from(credentials, "base64").toString("utf8")) ?? [];
    return known.get(`key ${password}`);
  };
}
