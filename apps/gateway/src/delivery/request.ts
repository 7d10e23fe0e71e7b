import type { AssetVersion, Millis } from "@gatefold/core";
import type { Delivery, NewJob } from "@gatefold/store";
import { seenAsset } from "../access/access.ts";
import type { View } from "../access/view.ts";
import { Refusal } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { chooseConnection, routeOf, type Wish } from "./choice.ts";
import { DELIVERY_JOB, type DeliveryJob } from "./courier.ts";
import { type Attempt, orRecorded } from "./early-no.ts";
import { deliveryMarker } from "./marker.ts";

export interface DeliveryRequest extends Wish {
  readonly asset: string;
  readonly notBefore?: Millis | undefined;
}

/**
 * Decides cheaply, then reserves the delivery and queues its job in one transaction; what is there already, or on its
 * way, is answered instead. The decision that counts is made when it is sent.
 */
export async function requestDelivery(
  view: View,
  request: DeliveryRequest,
  { store, ids, clock, dispatch, enforcement }: Services,
): Promise<{ readonly reserved: boolean; readonly delivery: Delivery }> {
  const { asset, connection } = await orRecorded(
    view,
    enforcement,
    () => attemptOf(view, request),
    () => {
      const seen = seenAsset(view, request.asset);
      return { asset: seen, connection: chooseConnection(view, seen, request) };
    },
  );
  const { version } = asset;
  if (!version) throw new Refusal("INVALID", "This asset has no bytes; upload a picture for it first.");
  const { principal } = view.caller;
  // Platforms have one place so far.
  const key = {
    account: principal.account,
    connection: connection.id,
    version: version.id,
    target: "library",
  };
  const requestedAt = clock();
  const row = {
    ...key,
    id: ids("delivery"),
    asset: asset.id,
    marker: deliveryMarker(key),
    principal,
    requestedAt,
  };
  const runAt = request.notBefore ?? requestedAt;
  const answer = await store.deliveries.reserve(row, { ...jobOf(row, version), id: ids("job"), runAt });
  if (answer.delivery.state === "unknown") {
    // A person wants to know: it is looked for on the platform before anything else.
    await store.queue.add({ ...jobOf(answer.delivery, version), id: ids("job"), runAt: requestedAt });
  }
  dispatch.worker.wake();
  return answer;
}

function attemptOf(view: View, request: DeliveryRequest): Attempt | undefined {
  const asset = view.state.get("asset", request.asset);
  if (!asset) return undefined;
  const version = asset.version?.id ?? null;
  return { purpose: "deliver", place: asset.id, version, ...routeOf(view, asset, request) };
}

function jobOf(
  { id, account, connection }: Pick<Delivery, "id" | "account" | "connection">,
  version: AssetVersion,
): Omit<NewJob, "id" | "runAt"> {
  const body: DeliveryJob = { delivery: id, version };
  return { account, kind: DELIVERY_JOB, body, lane: connection };
}
