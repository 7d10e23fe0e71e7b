import type { Connector } from "@gatefold/connector-sdk";
import {
  builtInCatalogue,
  type Event,
  outdatedPermissions,
  type Permission,
  type State,
} from "@gatefold/core";
import type { Caller } from "../access/view.ts";
import { mutable } from "./event-data.ts";

/** The permissions that this gateway knows: Gatefold's own, and one to deliver for each connector that is loaded. */
export function catalogueOf(connectors: readonly Connector[]): readonly Permission[] {
  return builtInCatalogue(connectors.map(({ meta: { id, name } }) => ({ id, name }))).permissions;
}

export function definition(permissions: readonly Permission[]): Event {
  return { type: "permissions.defined", permissions: permissions.map(mutable) };
}

/** What brings an account's catalogue up to date; nothing where it is, or where there is no account. */
export function upkeepOf(state: State, catalogue: readonly Permission[]): Event[] {
  if (state.count("account") === 0) return [];
  const outdated = outdatedPermissions(state, catalogue);
  return outdated.length === 0 ? [] : [definition(outdated)];
}

/** As whom the gateway does so: nobody in the account. */
export function upkeeper(account: string): Caller {
  const principal = { account, user: "gatefold", credential: { kind: "gatefold" } } as const;
  return { principal, origin: "gatefold", requestId: "upkeep" };
}
