import type { Delivery } from "@gatefold/store";
import { decideFor, demand, may } from "../access/access.ts";
import { demandEverywhere, mayEverywhere } from "../access/everywhere.ts";
import type { View } from "../access/view.ts";
import { notFound, Refusal } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { deliverPermission } from "./hosts.ts";

/** Seen by who asked for it, by who may deliver there himself, and by who may view the audit. Else `NOT_FOUND`. */
export async function seenDelivery(view: View, id: string, { store }: Services): Promise<Delivery> {
  const { account } = view.caller.principal;
  const delivery = await store.deliveries.get(account, id);
  if (!delivery) throw notFound();
  mustSee(view, delivery);
  return delivery;
}

export function mustSee(view: View, delivery: Delivery): void {
  if (!seesDelivery(view, delivery)) throw notFound();
}

export function seesDelivery(view: View, delivery: Delivery): boolean {
  return mayStop(view, delivery) || mayAudit(view, delivery);
}

/** Throws why the caller may not call it off: it is for who asked for it, and for who may deliver there himself. */
export function demandStop(view: View, delivery: Delivery): void {
  if (mayStop(view, delivery)) return;
  const connection = view.state.get("connection", delivery.connection);
  if (connection) demand(view, deliverPermission(connection.connector), delivery.asset, connection.id);
  throw new Refusal("NO_GRANT", "Whoever asked for this delivery can call it off.");
}

export function mayStop(view: View, delivery: Delivery): boolean {
  const { asset, connection: id } = delivery;
  if (isOwn(view, delivery)) return true;
  const connection = view.state.get("connection", id);
  if (!connection) return false;
  const permission = deliverPermission(connection.connector);
  return decideFor(view, { permission, at: asset, connection: id }).effect === "allow";
}

/** What one asked for oneself; with a key that is cut down, only what was asked for with that key. */
export function isOwn(
  { caller: { principal: caller }, state }: View,
  { principal }: Pick<Delivery, "principal">,
): boolean {
  if (principal.user !== caller.user || caller.credential.kind !== "key") return false;
  const { id } = caller.credential;
  if (principal.credential.kind === "key" && principal.credential.id === id) return true;
  const key = state.get("key", id);
  return key?.permissions === null && key.folders === null && key.connections === null;
}

/** Where the asset is gone, only who may view the audit everywhere. */
function mayAudit(view: View, { asset }: Delivery): boolean {
  return may(view, "audit.view", asset) || mayEverywhere(view, "audit.view");
}

export function demandAudit(view: View, asset: string | undefined): void {
  if (asset === undefined) demandEverywhere(view, "audit.view");
  else demand(view, "audit.view", asset);
}
