import type { Asset, AssetVersion, Connection, Millis } from "@gatefold/core";
import type { Delivery, NewJob, Reservation } from "@gatefold/store";
import { seenAsset } from "../access/access.ts";
import type { View } from "../access/view.ts";
import { Refusal } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { chooseConnection, routeOf, type Wish } from "./choice.ts";
import { DELIVERY_JOB, type DeliveryWork } from "./courier.ts";
import type { Attempt } from "./early-no.ts";
import { deliveryMarker } from "./marker.ts";

export interface DeliveryRequest extends Wish {
  readonly asset: string;
}

/** A picture that may go, and the connection it goes through. */
export interface Cleared {
  readonly asset: Asset;
  readonly version: AssetVersion;
  readonly connection: Connection;
}

/** The cheap decision. Throws what the caller is to be told where it says no. */
export function cleared(view: View, request: DeliveryRequest): Cleared {
  const asset = seenAsset(view, request.asset);
  const connection = chooseConnection(view, asset, request);
  const { version } = asset;
  if (!version) throw new Refusal("INVALID", "This asset has no bytes; upload a picture for it first.");
  return { asset, version, connection };
}

/** What somebody tried by asking for this. */
export function attemptOf(view: View, request: DeliveryRequest): Attempt | undefined {
  const asset = view.state.get("asset", request.asset);
  if (!asset) return undefined;
  const version = asset.version?.id ?? null;
  return { purpose: "deliver", place: asset.id, version, ...routeOf(view, asset, request) };
}

export function reservationOf(
  { caller: { principal } }: View,
  { asset, version, connection }: Cleared,
  requestedAt: Millis,
  { ids }: Pick<Services, "ids">,
): Reservation {
  const { account } = principal;
  // Platforms have one place so far.
  const key = { account, connection: connection.id, version: version.id, target: "library" };
  return {
    ...key,
    id: ids("delivery"),
    asset: asset.id,
    marker: deliveryMarker(key),
    principal,
    requestedAt,
  };
}

/** The queue's job that stands for a delivery. */
export function workOf(
  { id, account, connection }: Pick<Delivery, "id" | "account" | "connection">,
  version: AssetVersion,
  runAt: Millis,
  { ids }: Pick<Services, "ids">,
): NewJob {
  const body: DeliveryWork = { delivery: id, version };
  return { id: ids("work"), account, kind: DELIVERY_JOB, body, lane: connection, runAt };
}
