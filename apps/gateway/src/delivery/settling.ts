import type { Delivered } from "@gatefold/connector-sdk";
import type { Act, Delivery } from "@gatefold/store";
import { decideFor, demand } from "../access/access.ts";
import type { View } from "../access/view.ts";
import { notFound, Refusal } from "../http/problems.ts";
import type { Services } from "../services.ts";
import { orRecorded } from "./early-no.ts";
import { wrongState } from "./ledger.ts";
import { looked } from "./looking.ts";
import { attemptOf, TOLD, wayBack } from "./removal.ts";
import { cleared, reservationOf, workOf } from "./reserving.ts";
import { mustSee } from "./visibility.ts";

/** The codes with which a delivery fails until somebody mends the connection. */
export const AFTER_RECONNECT = ["PLATFORM_AUTH", "PLATFORM_SCOPE"] as const;

/** What a person says of a delivery that wants a look. */
export type Saying =
  | { readonly say: "there"; readonly externalId: string | null }
  | { readonly say: "not-there" }
  | { readonly say: "leave" };

const acts = { there: "confirm", "not-there": "resend", leave: "leave" } as const satisfies Record<
  Saying["say"],
  Act["act"]
>;

/** May the caller say what becomes of it? Asked where taking it back is asked. */
export function maySettle(view: View, delivery: Delivery): boolean {
  if (!view.state.get("connection", delivery.connection)) return false;
  const { connection, permission, place } = wayBack(view, delivery);
  return decideFor(view, { permission, at: place, connection: connection.id }).effect === "allow";
}

/**
 * What somebody says is decided anew, committed as an act, and then done; said twice, it is done once. The platform is asked
 * first wherever it can be, so that nothing is sent twice because somebody did not see it. Answers the delivery that then
 * stands for it: a new one where it is sent again.
 */
export async function settleBySaying(
  services: Services,
  view: View,
  id: string,
  saying: Saying,
): Promise<Delivery> {
  const { principal, requestId } = view.caller;
  const delivery = await services.store.deliveries.get(principal.account, id);
  if (!delivery) throw notFound();
  const purpose = acts[saying.say];
  const way = await orRecorded(
    view,
    services.enforcement,
    () => attemptOf(view, delivery, purpose),
    () => {
      mustSee(view, delivery);
      const back = wayBack(view, delivery);
      demand(view, back.permission, back.place, back.connection.id);
      return back;
    },
  );
  if (isSaid(delivery, saying)) return delivery;
  mustWantALook(delivery, saying);
  const { permission, place: asset } = way;
  const subject = {
    principal,
    permission,
    asset,
    version: delivery.version,
    connection: delivery.connection,
  };
  await services.enforcement.said({ ...subject, requestId }, purpose);
  if (saying.say === "leave") {
    return services.dispatch.ledger.change(delivery, { leftAt: services.clock() });
  }
  const look = delivery.state === "unknown" ? await looked(services, view, delivery) : { canLook: false };
  if ("failure" in look) {
    // Where the platform can't be asked just now, who saw it there and names it is believed; nothing is sent on a guess.
    if (saying.say !== "there" || saying.externalId === null) throw look.failure;
    return told(services, delivery, saying.externalId);
  }
  if (look.found) return arrived(services, delivery, look.found);
  if (saying.say === "not-there") return sentAgain(services, view, delivery);
  if (look.canLook) throw notSeen(delivery);
  return told(services, delivery, saying.externalId);
}

/** It stands as it was said already. */
function isSaid({ state, leftAt }: Delivery, { say }: Saying): boolean {
  return say === "there" ? state === "delivered" : say === "leave" && leftAt !== null;
}

function mustWantALook(delivery: Delivery, { say }: Saying): void {
  const { state, code, leftAt } = delivery;
  if (state === "unknown") return;
  const failed = state === "failed" && AFTER_RECONNECT.some((known) => known === code);
  if (failed && leftAt === null && say !== "there") return;
  throw wrongState(
    delivery,
    "Only what is unknown, or failed for want of the connection's credentials, wants a person's word.",
  );
}

/** As the platform shows it. */
function arrived(
  { dispatch }: Services,
  delivery: Delivery,
  { externalId, externalUrl }: Pick<Delivered, "externalId" | "externalUrl">,
): Promise<Delivery> {
  const known = { externalId, externalUrl };
  return dispatch.ledger.change(delivery, { state: "delivered", code: null, message: null, ...known });
}

/** As a person says, whom the platform has not borne out: the row says so, and nothing is done to what he named on his word alone. */
async function told(
  { dispatch, store }: Services,
  delivery: Delivery,
  externalId: string | null,
): Promise<Delivery> {
  const { account, connection, id } = delivery;
  if (externalId !== null) {
    const bearers = await store.deliveries.list(account, { connection, externalId, limit: 2 });
    if (bearers.some((other) => other.id !== id)) throw idTaken();
  }
  const message = "A person said that it is there; the platform could not be asked.";
  const patch = { state: "delivered", code: TOLD, message, externalId, externalUrl: null } as const;
  return dispatch.ledger.change(delivery, patch);
}

/** By who says so, as whoever delivers: decided for him now, and again when it is sent. */
async function sentAgain(services: Services, view: View, delivery: Delivery): Promise<Delivery> {
  const { asset: id, connection, state, code, message } = delivery;
  const tried = () => attemptOf(view, delivery, "deliver");
  const way = await orRecorded(view, services.enforcement, tried, () =>
    cleared(view, { asset: id, connection }),
  );
  if (way.version.id !== delivery.version) {
    const sentence =
      "The picture was replaced meanwhile; leave this as it is, and deliver the one it has now.";
    throw new Refusal("VERSION_REPLACED", sentence);
  }
  const now = services.clock();
  const row = reservationOf(view, way, now, services);
  const lost = { code: "OUTCOME_UNKNOWN", message: "Somebody looked: it was not there, and was sent again." };
  const why = state === "unknown" || code === null || message === null ? lost : { code, message };
  const work = workOf(row, way.version, now, services);
  const answer = await services.store.deliveries.reserve(row, work, { id: delivery.id, ...why });
  services.dispatch.ledger.changed([delivery.id]);
  services.dispatch.worker.wake();
  return answer.delivery;
}

function notSeen({ marker }: Delivery): Refusal {
  return new Refusal(
    "DELIVERY_NOT_SEEN",
    `The platform shows nothing marked ${marker}, and that counts, not an id; send it again, or leave it as it is.`,
    { marker },
  );
}

function idTaken(): Refusal {
  return new Refusal(
    "EXTERNAL_ID_TAKEN",
    "Another delivery through this connection is known by that id on the platform; look again, and name this one's own.",
  );
}
