import { SandboxError } from "../frame/errors.ts";
import type { BrazePerson } from "./people.ts";
import { SANDBOX_BRAZE_PEOPLE } from "./people.ts";

/** Every host of Braze's API by its instance; the path below the mount is the instance's name. */
export const INSTANCES = {
  "iad-01": "https://rest.iad-01.braze.com",
  "iad-02": "https://rest.iad-02.braze.com",
  "iad-03": "https://rest.iad-03.braze.com",
  "iad-04": "https://rest.iad-04.braze.com",
  "iad-05": "https://rest.iad-05.braze.com",
  "iad-06": "https://rest.iad-06.braze.com",
  "iad-07": "https://rest.iad-07.braze.com",
  "iad-08": "https://rest.iad-08.braze.com",
  "us-10": "https://rest.us-10.braze.com",
  "iad-10": "https://rest.iad-10.braze.com",
  "fra-01": "https://rest.fra-01.braze.eu",
  "fra-02": "https://rest.fra-02.braze.eu",
  "au-01": "https://rest.au-01.braze.com",
  "id-01": "https://rest.id-01.braze.com",
  "jp-01": "https://rest.jp-01.braze.com",
  "kr-01": "https://rest.kr-01.braze.com",
} as const;

export type BrazeInstance = keyof typeof INSTANCES;

/** A workspace of the fake, the company around it included. */
export interface BrazeAccount {
  /** The workspace's id, 24 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly instance: BrazeInstance;
  readonly keys: readonly BrazeKey[];
  /** Where the company uses SCIM by a token of its own. */
  readonly scim?: { readonly token: string; readonly origin: string };
  /** Who has access to the company's dashboard. */
  readonly people?: readonly BrazePerson[];
  /** False where Braze has not turned the media library's API on for the company. */
  readonly mediaApi?: boolean;
  /** How many assets the library takes; 200 on a free trial, unlimited where left out. */
  readonly mostAssets?: number;
}

/** A REST API key: what it may call is chosen once. */
export interface BrazeKey {
  readonly secret: string;
  readonly permissions: readonly string[];
}

const FULL = ["media_library.create", "media_library.replace", "content_blocks.list", "templates.email.list"];
const READ_ONLY = ["content_blocks.list", "templates.email.list"];

/** Two workspaces that exist unless others are given. What opens them is public on purpose and opens nothing but this fake. */
export const SANDBOX_BRAZE_ACCOUNTS: readonly BrazeAccount[] = [
  {
    id: "5bab0000000000000000a001",
    name: "Sandbox Workspace One",
    instance: "iad-01",
    keys: [
      { secret: "sandbox-b001-full-00000000000000000001", permissions: FULL },
      { secret: "sandbox-b001-read-00000000000000000001", permissions: READ_ONLY },
    ],
    scim: { token: "sandbox-scim-one-000000000000000001", origin: "gatefold-sandbox-one" },
    people: SANDBOX_BRAZE_PEOPLE,
  },
  {
    id: "5bab0000000000000000a002",
    name: "Sandbox Workspace Two",
    instance: "fra-01",
    keys: [
      { secret: "sandbox-b002-full-00000000000000000002", permissions: FULL },
      { secret: "sandbox-b002-read-00000000000000000002", permissions: READ_ONLY },
    ],
    scim: { token: "sandbox-scim-two-000000000000000002", origin: "gatefold-sandbox-two" },
    people: [],
  },
];

/** Whose key or token a request bears. */
export interface Caller {
  readonly account: BrazeAccount;
  readonly key: BrazeKey;
}

export interface Callers {
  /** By a REST key, on the instance it belongs to; anywhere else it is unknown. */
  readonly byKey: (instance: string, header: string | undefined) => Caller | undefined;
  /** By a SCIM token together with its service origin. */
  readonly byToken: (
    instance: string,
    header: string | undefined,
    origin: string | undefined,
  ) => BrazeAccount | undefined;
}

/** Throws `SandboxError` where two workspaces share an id or a secret. */
export function createCallers(accounts: readonly BrazeAccount[]): Callers {
  const keys = new Map<string, Caller>();
  const tokens = new Map<string, BrazeAccount>();
  if (new Set(accounts.map(({ id }) => id)).size < accounts.length)
    throw new SandboxError("SANDBOX_SETTINGS", "Give each Braze workspace an id of its own.");
  for (const account of accounts) {
    for (const key of account.keys) {
      const header = `${account.instance} Bearer ${key.secret}`;
      if (keys.has(header))
        throw new SandboxError(
          "SANDBOX_SETTINGS",
          `Workspace ${account.id} repeats a key; give each its own.`,
        );
      keys.set(header, { account, key });
    }
    const { scim } = account;
    if (scim) tokens.set(`${account.instance} Bearer ${scim.token} ${scim.origin}`, account);
  }
  return {
    byKey: (instance, header) => keys.get(`${instance} ${header ?? ""}`),
    byToken: (instance, header, origin) => tokens.get(`${instance} ${header ?? ""} ${origin ?? ""}`),
  };
}
