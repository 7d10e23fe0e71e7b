import { SandboxError } from "../frame/errors.ts";

/** A Salesforce Marketing Cloud tenant of the fake: an enterprise with its business units, one installed package, its people. */
export interface SalesforceAccount {
  /** The enterprise's own MID, which is its first business unit. */
  readonly id: string;
  readonly name: string;
  /** 28 characters, beginning with `mc`. */
  readonly subdomain: string;
  readonly clients: readonly SalesforceClient[];
  readonly units: readonly { readonly mid: string; readonly name: string }[];
  readonly people: readonly SalesforcePerson[];
  readonly roles: readonly SalesforceRole[];
}

export interface SalesforceClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** The business unit that a token works in where the request names none. */
  readonly unit: string;
}

export interface SalesforceRole {
  readonly key: string;
  readonly name: string;
  readonly isPrivate: boolean;
}

export interface SalesforcePerson {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly locked: boolean;
  readonly api: boolean;
  readonly units: readonly string[];
  /** Keys of roles. */
  readonly roles: readonly string[];
}

const SCOPES = [
  "accounts_read",
  "documents_and_images_read",
  "documents_and_images_write",
  "saved_content_read",
  "saved_content_write",
  "users_read",
];

const READ_ONLY = ["documents_and_images_read", "saved_content_read"];

export const SYSTEM_ROLES: readonly SalesforceRole[] = [
  ["SYS_DEF_ADMIN", "Administrator"],
  ["SYS_DEF_CONTENT", "Content Creator"],
  ["SYS_DEF_DATA", "Data Manager"],
  ["SYS_DEF_ANALYST", "Analyst"],
  ["SYS_DEF_DS_USER", "Distributed Sending User"],
  ["SYS_DEF_IMHADMIN", "Marketing Cloud Administrator"],
  ["SYS_DEF_CHANNELMANAGER", "Channel Manager"],
  ["SYS_DEF_CONTENTEDIT", "Content Editor/Publisher"],
  ["SYS_DEF_SECURITYADMIN", "Security Administrator"],
  ["SYS_DEF_VIEWER", "Viewer"],
].map(([key = "", name = ""]) => ({ key, name, isPrivate: false }));

const person = (
  id: number,
  name: string,
  units: readonly string[],
  roles: readonly string[],
  more: Partial<SalesforcePerson> = {},
): SalesforcePerson => {
  const login = name.toLowerCase().replaceAll(" ", ".");
  const plain = { active: true, locked: false, api: false };
  return { id, login, name, email: `${login}@sandbox.example`, ...plain, units, roles, ...more };
};

const tenant = (
  word: "one" | "two",
  [enterprise, child]: readonly [string, string],
  first: number,
): SalesforceAccount => ({
  id: enterprise,
  name: `Sandbox Enterprise ${word === "one" ? "One" : "Two"}`,
  subdomain: `mcsandbox${word}0000000000000000`,
  clients: [
    {
      id: `sandbox${word}client0000001`,
      secret: `sandbox${word}secretfull00001`,
      scopes: SCOPES,
      unit: enterprise,
    },
    {
      id: `sandbox${word}client0000002`,
      secret: `sandbox${word}secretread00002`,
      scopes: READ_ONLY,
      unit: enterprise,
    },
  ],
  units: [
    { mid: enterprise, name: `Enterprise ${word}` },
    { mid: child, name: `Brand ${word}` },
  ],
  roles: [
    ...SYSTEM_ROLES,
    { key: `private-${first}`, name: "Individual role for Ada Content", isPrivate: true },
    { key: "agency-studio", name: "Agency Studio", isPrivate: false },
  ],
  people: [
    person(first, "Ada Content", [enterprise, child], ["SYS_DEF_CONTENT", `private-${first}`]),
    person(first + 1, "Bo Admin", [enterprise], ["SYS_DEF_ADMIN"]),
    person(first + 2, "Cy Viewer", [child], ["SYS_DEF_VIEWER"], { locked: true }),
    person(first + 3, "Di Gone", [child], ["SYS_DEF_CONTENT"], { active: false }),
    person(first + 4, "Package User", [enterprise], ["SYS_DEF_ADMIN"], { api: true }),
    person(first + 5, "Technical", [enterprise], [], { email: "" }),
  ],
});

/** Two tenants that exist unless others are given. Their credentials are public on purpose and open nothing but this fake. */
export const SANDBOX_SALESFORCE_ACCOUNTS: readonly SalesforceAccount[] = [
  tenant("one", ["510001", "510002"], 710_001),
  tenant("two", ["520001", "520002"], 720_001),
];

const refuse = (message: string) => new SandboxError("SANDBOX_SETTINGS", message);
const repeats = (values: readonly string[]) => new Set(values).size < values.length;

/** Throws `SandboxError` where two tenants would share something that tells them apart. */
export function checkAccounts(accounts: readonly SalesforceAccount[]): void {
  if (repeats(accounts.map(({ subdomain }) => subdomain)))
    throw refuse("Give each Salesforce tenant a subdomain of its own.");
  if (accounts.some(({ subdomain }) => !/^mc[a-z0-9-]{26}$/.test(subdomain)))
    throw refuse("A Salesforce subdomain has 28 characters and begins with mc.");
  if (repeats(accounts.flatMap(({ units }) => units.map(({ mid }) => mid))))
    throw refuse("Give each business unit a MID of its own.");
  if (repeats(accounts.flatMap(({ clients }) => clients.map(({ id }) => id))))
    throw refuse("Give each installed package a client id of its own.");
}
