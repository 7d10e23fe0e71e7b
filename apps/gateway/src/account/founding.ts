import {
  type Event,
  type Plan,
  planChanges,
  type PresetDocument,
  type Principal,
  State,
} from "@gatefold/core";
import { createKeySecret } from "../access/bearer.ts";
import type { Dependencies } from "../dependencies.ts";
import { type Beginning, beginningOf, plainDocument } from "./beginning.ts";
import { catalogueOf } from "./catalogue.ts";
import { mutable } from "./event-data.ts";

export type Founding = {
  readonly name: string;
  readonly owner: { readonly username: string; readonly name: string; readonly email: string | null };
} & (
  | {
      readonly plan: Plan;
      /** The one folder that all others are in; "Library" where left out. */
      readonly root?: string;
    }
  /** A preset's document, or a mix of several: what else is there from the first. */
  | { readonly preset: PresetDocument }
);

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
 * Makes an account: its catalogue, a root folder, a role of all access, and an owner who holds it and has a key; with a
 * preset, its folders, roles and plan too. The one write that nobody is asked for, since there is nobody yet. The key may
 * be kept before the account is there, so that a crash in between locks nobody out. Throws `PolicyError` where the preset is
 * not sound.
 */
export async function foundAccount(
  deps: FoundingDeps,
  founding: Founding,
  keep: (token: string) => Promise<void> = () => Promise.resolve(),
): Promise<Founded> {
  const { store, connectors, clock, ids, random } = deps;
  const document =
    "preset" in founding ? founding.preset : plainDocument(founding.plan, founding.root ?? "Library");
  const beginning = beginningOf(document, ids, catalogueOf(connectors));
  const { role, root } = beginning;
  const made = { account: ids("account"), owner: ids("user"), role, root, key: ids("key") };
  const { token, hash } = createKeySecret(made.key, random);
  const events = firstEvents(founding, beginning, { ...made, grant: ids("grant") });
  const { account, owner, key } = made;
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
  return { ...made, token };
}

function firstEvents(
  { name, owner }: Founding,
  { plan, role, events }: Beginning,
  made: { readonly account: string; readonly owner: string; readonly key: string; readonly grant: string },
): Event[] {
  const unscoped = { permissions: null, folders: null, connections: null, until: null };
  return [
    { type: "account.created", account: { id: made.account, name, status: "active", plan: mutable(plan) } },
    ...events,
    { type: "user.created", user: { id: made.owner, ...owner, kind: "person", status: "active" } },
    {
      type: "grant.given",
      grant: {
        id: made.grant,
        user: made.owner,
        group: null,
        role,
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
