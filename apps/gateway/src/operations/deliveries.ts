import type { Delivery } from "@gatefold/store";
import { z } from "zod";
import { readmit } from "../access/authentication.ts";
import { isUnderway, wrongState } from "../delivery/ledger.ts";
import { takeBack } from "../delivery/removal.ts";
import { requestDelivery } from "../delivery/request.ts";
import { AFTER_RECONNECT, maySettle, settleBySaying } from "../delivery/settling.ts";
import { demandAudit, demandStop, seenDelivery, seesDelivery } from "../delivery/visibility.ts";
import { cursorField, idField, limitField, none, timeField } from "../http/fields.ts";
import { operation } from "../http/operation.ts";
import { foreignCursor, pageOf } from "../http/pages.ts";
import { deliveryRefusals, platformRefusals } from "../http/problems.ts";
import { invalid } from "../http/validation.ts";
import type { Services } from "../services.ts";
import type { View } from "../access/view.ts";
import { deliveryForm, shownDelivery } from "./delivery-form.ts";

const params = z.strictObject({ delivery: idField });

const wish = z.strictObject({
  asset: idField,
  /** Left out: the only one that serves the asset, of this connector where one is named. */
  connection: idField.optional(),
  connector: idField.optional(),
  /** Not sent before; decided when it is sent. */
  notBefore: timeField.optional(),
});

export const deliveries = [
  operation({
    id: "deliveries.request",
    method: "POST",
    path: "/v1/deliveries",
    summary:
      "Brings an asset to a platform, once: what is there already, or on its way, is answered instead. With `Prefer: wait=SECONDS` (30 at most) the answer waits for the end: 201 where it ended, 200 where it had ended before, 202 while it is under way.",
    params: none,
    query: none,
    body: wish,
    success: 202,
    also: [200, 201],
    does: "work",
    refuses: ["INVALID", "CONNECTION_AMBIGUOUS", ...deliveryRefusals],
    /** `existing`: it was asked for before. 202 while it is under way, 201 when it ended within the wait, 200 where it had ended. */
    response: deliveryForm.extend({ existing: z.boolean() }),
    async handle({ view, body, waitMs }, services) {
      const { reserved, delivery } = await requestDelivery(view, body, services);
      const now = waitMs === 0 ? delivery : await afterWait(view, delivery, waitMs, services);
      const ended = reserved ? 201 : 200;
      return {
        body: { ...shownDelivery(now), existing: !reserved },
        status: isUnderway(now) ? 202 : ended,
        headers: { Location: `/v1/deliveries/${now.id}` },
      };
    },
  }),

  operation({
    id: "deliveries.list",
    method: "GET",
    path: "/v1/deliveries",
    summary:
      "Your deliveries, newest first (with a key that is cut down: those it asked for or may make); `of=all`: everybody's, for who may view the audit of the asset, or of all; `of=needs-a-look`: what is unknown, or failed for want of the connection's credentials, and you can settle. A page can be short of `limit` and still have a next.",
    params: none,
    query: z.strictObject({
      of: z.enum(["mine", "all", "needs-a-look"]).default("mine"),
      asset: idField.optional(),
      connection: idField.optional(),
      cursor: cursorField,
      limit: limitField,
    }),
    body: null,
    success: 200,
    response: pageOf(deliveryForm),
    async handle({ view, query: { of, asset, connection, cursor, limit } }, { store }) {
      const { account, user } = view.caller.principal;
      if (of === "all") demandAudit(view, asset);
      const filter = {
        ...(of === "mine" && { user }),
        ...(of === "needs-a-look" && { needsALook: AFTER_RECONNECT }),
        ...(asset !== undefined && { asset }),
        ...(connection !== undefined && { connection }),
      };
      if (cursor !== undefined) mustBeOfList(await store.deliveries.get(account, cursor), filter);
      const range = { ...(cursor !== undefined && { before: cursor }), limit: limit + 1 };
      const rows = await store.deliveries.list(account, { ...filter, ...range });
      const page = rows.slice(0, limit);
      const next = rows.length > limit ? (page.at(-1)?.id ?? null) : null;
      const isShown = of === "needs-a-look" ? maySettle : seesDelivery;
      const items = page.filter((row) => of === "all" || isShown(view, row)).map(shownDelivery);
      return { body: { items, next } };
    },
  }),

  operation({
    id: "deliveries.get",
    method: "GET",
    path: "/v1/deliveries/:delivery",
    summary: "One delivery: where it stands, and where it is on the platform.",
    params,
    query: none,
    body: null,
    success: 200,
    response: deliveryForm,
    async handle({ view, params: { delivery: id }, waitMs }, services) {
      const delivery = await seenDelivery(view, id, services);
      if (waitMs === 0) return { body: shownDelivery(delivery) };
      return { body: shownDelivery(await afterWait(view, delivery, waitMs, services)) };
    },
  }),

  operation({
    id: "deliveries.cancel",
    method: "POST",
    path: "/v1/deliveries/:delivery/cancel",
    summary:
      "Calls a delivery off while it waits; what was called off already stays so. Else it says why it is too late.",
    params,
    query: none,
    body: null,
    success: 200,
    does: "work",
    refuses: ["DELIVERY_STATE", "DELIVERY_MOVED"],
    response: deliveryForm,
    async handle({ view, params: { delivery: id } }, services) {
      const delivery = await seenDelivery(view, id, services);
      demandStop(view, delivery);
      if (delivery.state === "cancelled") return { body: shownDelivery(delivery) };
      if (delivery.state !== "waiting") throw wrongState(delivery, tooLate[delivery.state]);
      const patch = { state: "cancelled", code: null, message: null } as const;
      return { body: shownDelivery(await services.dispatch.ledger.change(delivery, patch)) };
    },
  }),

  operation({
    id: "deliveries.settle",
    method: "POST",
    path: "/v1/deliveries/:delivery/settle",
    summary:
      "Says what you saw of a delivery that wants a look: it is `there` (the platform is asked where it can be, and its answer counts; else your word holds, and the delivery says so: `TOLD`), it is `not-there` (it is sent again, unless the platform shows it), or `leave` it as it is. Each is an act, asked where taking it back is asked; sending again asks as a delivery does, and answers the new one.",
    params,
    query: none,
    body: z.strictObject({
      say: z.enum(["there", "not-there", "leave"]),
      /** With `there`, where the platform can't be asked: what it calls the picture. */
      externalId: z.string().min(1).max(500).optional(),
    }),
    success: 200,
    does: "work",
    refuses: [
      "DELIVERY_STATE",
      "DELIVERY_MOVED",
      "DELIVERY_NOT_SEEN",
      "EXTERNAL_ID_TAKEN",
      "VERSION_REPLACED",
      "INVALID",
      "SECRETS_NEEDED",
      ...deliveryRefusals,
      ...platformRefusals,
    ],
    response: deliveryForm,
    async handle({ view, params: { delivery: id }, body }, services) {
      const { say, externalId = null } = body;
      if (say !== "there" && externalId !== null) {
        throw invalid([{ path: "body.say", message: "Only what is there has an id." }]);
      }
      const saying = say === "there" ? { say, externalId } : { say };
      return { body: shownDelivery(await settleBySaying(services, view, id, saying)) };
    },
  }),

  operation({
    id: "deliveries.remove",
    method: "DELETE",
    path: "/v1/deliveries/:delivery",
    summary:
      "Takes a delivered picture back on the platform, or hides it there; it can then be delivered anew.",
    params,
    query: none,
    body: null,
    success: 200,
    does: "work",
    refuses: ["DELIVERY_STATE", "DELIVERY_MOVED", "SECRETS_NEEDED", ...deliveryRefusals, ...platformRefusals],
    response: deliveryForm,
    async handle({ view, params: { delivery: id } }, services) {
      return { body: shownDelivery(await takeBack(services, view, id)) };
    },
  }),
];

/** Why it can't be called off. */
const tooLate = {
  sending: "It is on its way; once it is there, it can be taken back.",
  delivered: "It is there already; take it back in place of calling it off.",
  unknown: "Nobody knows whether it arrived; look there, and say what you saw.",
  refused: "It is over: it was refused, and nothing was sent.",
  failed: "It is over: it failed.",
  removed: "It was there, and was taken back.",
} as const;

/** The id of a delivery that is not in the list says nothing, not even that there is one. */
function mustBeOfList(
  last: Delivery | undefined,
  { user, asset, connection }: { user?: string; asset?: string; connection?: string },
): void {
  const isOfList =
    (user === undefined || last?.principal.user === user) &&
    (asset === undefined || last?.asset === asset) &&
    (connection === undefined || last?.connection === connection);
  if (!last || !isOfList) throw foreignCursor();
}

/** Waits for the end, and asks again who may see it: a right that was taken away meanwhile shows nothing more. */
async function afterWait(
  view: View,
  delivery: Delivery,
  waitMs: number,
  services: Services,
): Promise<Delivery> {
  await services.dispatch.ledger.settled(delivery, AbortSignal.timeout(waitMs));
  return seenDelivery(await readmit(view, services), delivery.id, services);
}
