import type { Host, HostedConnection } from "@gatefold/connector-sdk";
import { type Connection, ROOT } from "@gatefold/core";
import type { Delivery } from "@gatefold/store";
import { demand } from "../access.ts";
import { connectionsServing } from "../connections.ts";
import type { View } from "../view.ts";
import { Refusal } from "../problems.ts";
import type { Services } from "../services.ts";
import { deliverPermission, withSecrets } from "./hosts.ts";

/**
 * Where taking back is asked: at the asset, as delivering was. What gates hold in must still come back out of a platform:
 * so for an asset that has expired or is not approved it is its folder, and for one that is gone, or has left what the
 * connection serves, the folder the connection lives at.
 */
function removalPlace({ state, now }: View, delivery: Delivery, connection: Connection): string {
  const asset = state.get("asset", delivery.asset);
  if (!asset || !connectionsServing(state, asset.folder).includes(connection)) {
    return connection.folder ?? state.find("foldersIn", ROOT)[0]?.id ?? delivery.asset;
  }
  const expired = asset.expires !== null && now >= asset.expires;
  return expired || !asset.approved ? asset.folder : asset.id;
}

/** Takes a delivered picture back, on a fresh decision and a permit for that. Throws what decision or platform say. */
export async function takeBack(services: Services, view: View, delivery: Delivery): Promise<Delivery> {
  const { connection, host, hosted } = await opened(services, view, delivery);
  const { principal, requestId } = view.caller;
  const permission = deliverPermission(connection.connector);
  const place = removalPlace(view, delivery, connection);
  demand(view, permission, place, connection.id);
  const { version, externalId } = delivery;
  if (externalId === null) throw new Error("A delivered picture without the platform's id.");
  const turn = await host.ready(hosted, "remove");
  try {
    const subject = { principal, permission, asset: place, version, connection: connection.id };
    const { permit } = await services.enforcement.enforce({ ...subject, purpose: "remove", requestId });
    await host.remove(permit, principal, hosted, { externalId, versionId: version }, turn);
  } finally {
    turn.release();
  }
  return services.dispatch.ledger.change(delivery, { state: "removed", code: null, message: null });
}

async function opened(
  services: Services,
  { state, caller }: View,
  delivery: Delivery,
): Promise<{
  readonly connection: Connection;
  readonly host: Host;
  readonly hosted: HostedConnection;
}> {
  const connection = state.get("connection", delivery.connection);
  const host = connection && services.dispatch.hosts.get(connection.connector);
  if (!host)
    throw new Refusal(
      "CONNECTOR_OFF",
      "Its connection is gone; take the picture away on the platform itself.",
    );
  const hosted = await withSecrets(services.store.secrets, caller.principal.account, connection);
  if (!hosted) throw new Refusal("SECRETS_NEEDED", "The connection has no credentials; give them anew.");
  return { connection, host, hosted };
}
