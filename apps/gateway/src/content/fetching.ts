import { decideFor, refusedEntry } from "../access/access.ts";
import type { View } from "../access/view.ts";
import { deliverPermission } from "../delivery/hosts.ts";
import { notFound } from "../http/problems.ts";
import type { Services } from "../services.ts";
import type { Original } from "./original.ts";

/**
 * What a platform fetches by its link: asked afresh each time whether the delivery is still being made, and whether the
 * whole principal behind it still may. Whatever the reason for a no, it is the same `NOT_FOUND`.
 */
export async function fetchable(
  token: string,
  { dispatch, desk, looks, clock }: Services,
): Promise<Original> {
  const link = await dispatch.links.take(token);
  if (!link) throw notFound();
  const delivery = await dispatch.ledger.get(link.account, link.delivery);
  if (delivery?.state !== "sending" || delivery.version !== link.version) throw notFound();
  const state = await desk.state(link.account);
  const asset = state.get("asset", delivery.asset);
  const connection = state.get("connection", delivery.connection);
  if (!asset?.version || asset.version.id !== link.version || !connection) throw notFound();
  const { principal, id: requestId } = delivery;
  const view: View = { caller: { principal, origin: "api", requestId }, state, now: clock() };
  const permission = deliverPermission(connection.connector);
  const decision = decideFor(view, { permission, at: asset.id, connection: connection.id });
  looks.note(principal, permission, asset.id, decision.code);
  if (decision.effect === "deny" || refusedEntry(view)) throw notFound();
  return { name: asset.name, version: asset.version };
}
