import type { Host, HostedConnection } from "@gatefold/connector-sdk";
import { type Connection, ROOT } from "@gatefold/core";
import type { Delivery } from "@gatefold/store";
import { demand } from "../access/access.ts";
import { readmit } from "../access/authentication.ts";
import { connectionsServing } from "../account/connections.ts";
import type { View } from "../access/view.ts";
import { notFound, Refusal } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { type Attempt, orRecorded } from "./early-no.ts";
import { deliverPermission, withSecrets } from "./hosts.ts";
import { wrongState } from "./ledger.ts";
import { looked } from "./looking.ts";
import { mustSee } from "./visibility.ts";

/** The code of a delivery of which nothing but a person's word is known. */
export const TOLD = "TOLD";

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
export async function takeBack(services: Services, view: View, id: string): Promise<Delivery> {
  const { principal, requestId } = view.caller;
  const delivery = await services.store.deliveries.get(principal.account, id);
  if (!delivery) throw notFound();
  const look = () => firstLook(view, delivery);
  const way = await orRecorded(view, services.enforcement, () => attemptOf(view, delivery, "remove"), look);
  const { host, hosted } = await opened(services, view, way.connection);
  const { version, externalId } = delivery;
  if (externalId === null) {
    const sentence = "Nobody told its id on the platform; take it away there.";
    throw wrongState(delivery, sentence);
  }
  if (delivery.code === TOLD) await mustBearOut(services, view, delivery);
  const turn = await host.ready(hosted, "remove");
  try {
    // The wait for room may have been long: where it is decided, and with which credentials, is seen anew.
    const now = await readmit(view, services);
    const { connection, permission, place } = wayBack(now, delivery);
    const subject = { principal, permission, asset: place, version, connection: connection.id };
    const { permit } = await services.enforcement.enforce({ ...subject, purpose: "remove", requestId });
    const current = await opened(services, now, connection);
    await host.remove(permit, principal, current.hosted, { externalId, versionId: version }, turn);
  } finally {
    turn.release();
  }
  return services.dispatch.ledger.change(delivery, { state: "removed", code: null, message: null });
}

/** On a person's word alone nothing is taken away: the platform must show this delivery's marker under the very id he told. */
async function mustBearOut(services: Services, view: View, delivery: Delivery): Promise<void> {
  const look = await looked(services, view, delivery);
  if ("failure" in look) throw look.failure;
  if (look.found?.externalId === delivery.externalId) return;
  const sentence = `A person told its id, and the platform does not show ${delivery.marker} under it; take it away there.`;
  throw wrongState(delivery, sentence);
}

/** May it be taken back, as far as can be seen without asking the platform? Throws why not. */
function firstLook(view: View, delivery: Delivery) {
  mustSee(view, delivery);
  if (delivery.state !== "delivered") {
    throw wrongState(delivery, "Only what was delivered can be taken back; what waits can be cancelled.");
  }
  const way = wayBack(view, delivery);
  demand(view, way.permission, way.place, way.connection.id);
  return way;
}

/** What taking it back goes through, and where it is decided. */
export function wayBack(view: View, delivery: Delivery) {
  const connection = view.state.get("connection", delivery.connection);
  if (!connection) throw connectionGone();
  const permission = deliverPermission(connection.connector);
  return { connection, permission, place: removalPlace(view, delivery, connection) };
}

export function attemptOf(view: View, delivery: Delivery, purpose: Attempt["purpose"]): Attempt {
  const { asset, version, connection: id } = delivery;
  const connection = view.state.get("connection", id);
  const place = connection ? removalPlace(view, delivery, connection) : asset;
  return { purpose, place, version, connector: connection?.connector, connection: id };
}

async function opened(
  { dispatch, store }: Services,
  { caller }: View,
  connection: Connection,
): Promise<{ readonly host: Host; readonly hosted: HostedConnection }> {
  const host = dispatch.hosts.get(connection.connector);
  if (!host) throw connectionGone();
  const hosted = await withSecrets(store.secrets, caller.principal.account, connection);
  if (!hosted)
    throw new Refusal(
      "SECRETS_NEEDED",
      "The connection has no credentials that can be opened; give them anew.",
    );
  return { host, hosted };
}

function connectionGone(): Refusal {
  return new Refusal(
    "CONNECTOR_OFF",
    "Its connection is gone; take the picture away on the platform itself.",
  );
}
