import { type Event, type Plan, planChanges, type Principal, State } from "@gatefold/core";
import { createKeySecret } from "../access/bearer.ts";
import type { Dependencies } from "../dependencies.ts";
import { catalogueOf, definition } from "./catalogue.ts";
import { mutable } from "./event-data.ts";

export interface Founding {
  readonly name: string;
  readonly plan: Plan;
  readonly owner: { readonly username: string; readonly name: string; readonly email: string | null };
  /** The one folder that all others are in; "Library" where left out. */
  readonly root?: string;
}

/** Ids of an account's first things, and the owner's key, which is shown this once. */
export interface Founded {
  readonly account: string;
  readonly owner: string;
  readonly role: string;
  readonly root: string;
  readonly key: string;
  readonly token: string;
}

type FoundingDeps = Pick<Dependencies, "store" | "connectors" | "clock" | "ids" | "random">;

/**
 * Makes an account: its catalogue, a root folder, a role of all access, and an owner who holds it and has a key. The one
 * write that nobody is asked for, since there is nobody yet. The key may be kept before the account is there, so that a
 * crash in between locks nobody out.
 */
export async function foundAccount(
  deps: FoundingDeps,
  founding: Founding,
  keep: (token: string) => Promise<void> = () => Promise.resolve(),
): Promise<Founded> {
  const { store, clock, ids, random } = deps;
  const founded = { account: ids("account"), owner: ids("user"), role: ids("role"), root: ids("folder") };
  const key = ids("key");
  const { token, hash } = createKeySecret(key, random);
  const events = firstEvents(deps, founding, { ...founded, key });
  const { account, owner } = founded;
  const principal: Principal = { account, user: owner, credential: { kind: "founding" } };
  await keep(token);
  await store.journal.append({
    account,
    expected: { seq: 0, hash: "" },
    at: clock(),
    principal,
    origin: "founding",
    events,
    changes: planChanges(new State(), events),
    keySecret: { key, hash },
  });
  return { ...founded, key, token };
}

function firstEvents(
  { connectors, ids }: FoundingDeps,
  { name, plan, owner, root = "Library" }: Founding,
  made: Omit<Founded, "token">,
): Event[] {
  const unscoped = { permissions: null, folders: null, connections: null, until: null };
  return [
    { type: "account.created", account: { id: made.account, name, status: "active", plan: mutable(plan) } },
    definition(catalogueOf(connectors)),
    {
      type: "folder.created",
      folder: { id: made.root, parent: null, name: root, restricted: false, workspace: false },
    },
    { type: "user.created", user: { id: made.owner, ...owner, kind: "person", status: "active" } },
    { type: "role.created", role: ownerRole(made.role) },
    {
      type: "grant.given",
      grant: {
        id: ids("grant"),
        user: made.owner,
        group: null,
        role: made.role,
        folders: null,
        asset: null,
        collection: null,
        from: null,
        until: null,
        reason: "The account's founding.",
        givenBy: null,
      },
    },
    { type: "key.created", key: { id: made.key, owner: made.owner, name: "First key", ...unscoped } },
  ];
}

function ownerRole(id: string) {
  return {
    id,
    name: "Owner",
    description: "All access, everywhere.",
    permissions: [],
    folders: "all" as const,
    allAccess: true,
    feature: null,
  };
}
