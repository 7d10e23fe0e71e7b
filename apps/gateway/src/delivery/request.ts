import type { Millis } from "@gatefold/core";
import type { Delivery } from "@gatefold/store";
import type { View } from "../access/view.ts";
import type { Services } from "../services.ts";
import { orRecorded } from "./early-no.ts";
import { attemptOf, cleared, type DeliveryRequest, reservationOf, workOf } from "./reserving.ts";

/**
 * Decides cheaply, then reserves the delivery and queues its job in one transaction; what is there already, or on its
 * way, is answered instead. The decision that counts is made when it is sent.
 */
export async function requestDelivery(
  view: View,
  { notBefore, ...request }: DeliveryRequest & { readonly notBefore?: Millis | undefined },
  services: Services,
): Promise<{ readonly reserved: boolean; readonly delivery: Delivery }> {
  const { store, clock, dispatch, enforcement } = services;
  const way = await orRecorded(
    view,
    enforcement,
    () => attemptOf(view, request),
    () => cleared(view, request),
  );
  const requestedAt = clock();
  const row = reservationOf(view, way, requestedAt, services);
  const work = workOf(row, way.version, notBefore ?? requestedAt, services);
  const answer = await store.deliveries.reserve(row, work);
  if (answer.delivery.state === "unknown") {
    // A person wants to know: it is looked for on the platform before anything else.
    await store.queue.add(workOf(answer.delivery, way.version, requestedAt, services));
  }
  dispatch.worker.wake();
  return answer;
}
