import {
  ConfigError,
  type Host,
  type HostedConnection,
  type Order,
  type Turn,
} from "@gatefold/connector-sdk";
import type { AssetVersion, State } from "@gatefold/core";
import type { Blobs, Delivery, SealedSecrets } from "@gatefold/store";
import type { Desk } from "../account/desk.ts";
import type { Enforcement } from "../enforce.ts";
import { Refusal } from "../http/problems.ts";
import type { View } from "../access/view.ts";
import { deliverPermission, type Hosts, withSecrets } from "./hosts.ts";
import type { Links } from "./links.ts";
import { orderOf } from "./order.ts";
import { fallen } from "./standing.ts";
import type { OpenWay, Reason, Way } from "./way.ts";

export interface OpeningParts {
  readonly desk: Desk;
  readonly enforcement: Enforcement;
  readonly hosts: Hosts;
  readonly links: Links;
  readonly blobs: Blobs;
  readonly secrets: SealedSecrets;
  readonly clock: () => number;
}

/** Opens ways on the account as it is now; refused where the connection is gone or can't be used. */
export function createOpenWay(parts: OpeningParts): OpenWay {
  return async (delivery, version) => {
    const open = () => openNow(parts, delivery, version);
    const opened = await open();
    if (!("refused" in opened)) return wayThrough(parts, delivery, opened, open);
    // Where it only wanted to look for what was sent, nothing was refused that would have been let out.
    if (delivery.state === "waiting") await recordNo(parts, delivery, opened.refused);
    return opened;
  };
}

/** A delivery that ends for want of a way is a refused one, and in the log of acts as the others are. */
async function recordNo(
  { desk, enforcement, clock }: OpeningParts,
  { id, account, principal, asset: place, version, connection }: Delivery,
  { code }: Reason,
): Promise<void> {
  const state = await desk.state(account);
  const view: View = { caller: { principal, origin: "api", requestId: id }, state, now: clock() };
  const connector = state.get("connection", connection)?.connector;
  const permission = connector === undefined ? "deliver.*" : deliverPermission(connector);
  await enforcement.refused({ view, purpose: "deliver", permission, place, version, connection, code });
}

async function openNow(
  parts: OpeningParts,
  delivery: Delivery,
  version: AssetVersion,
): Promise<Opened | { readonly refused: Reason }> {
  const { account } = delivery;
  const state = await parts.desk.state(account);
  const connection = state.get("connection", delivery.connection);
  const host = connection && parts.hosts.get(connection.connector);
  if (!host) return { refused: gone };
  const hosted = await withSecrets(parts.secrets, account, connection);
  if (!hosted) return { refused: locked };
  const asset = state.get("asset", delivery.asset);
  const order = orderOf({ delivery, version, asset, connection, state }, parts);
  return { host, hosted, order };
}

const gone: Reason = {
  code: "CONNECTOR_OFF",
  message: "The connection it was to go through is gone; connect the platform again.",
};
const locked: Reason = {
  code: "SECRETS_NEEDED",
  message: "The connection has no credentials that can be opened; whoever manages it must give them anew.",
};

interface Opened {
  readonly host: Host;
  readonly hosted: HostedConnection;
  readonly order: Order;
}

function wayThrough(
  parts: OpeningParts,
  delivery: Delivery,
  opened: Opened,
  open: () => ReturnType<typeof openNow>,
): Way {
  const { host, hosted, order } = opened;
  let current = opened;
  let turn: Turn | undefined;
  return {
    canLook: host.connector.capabilities.dedupe !== "none",
    async ready(signal) {
      if (!(await parts.blobs.has(order.asset.sha256))) {
        throw new ConfigError("The picture's bytes are not in the store; restore them from the backup.");
      }
      turn = await host.ready(hosted, "deliver", signal);
    },
    release: () => turn?.release(),
    async enforce() {
      const decided = await enforceDelivery(parts, delivery, host);
      if ("refused" in decided) return decided;
      // The wait for room may have been long: what was changed meanwhile, credentials above all, holds for this send.
      const now = await open();
      if ("refused" in now) return now;
      current = now;
      return decided;
    },
    async send(permit) {
      if (!turn) throw new Error("A send without a place kept for it.");
      return host.deliver(permit, delivery.principal, current.hosted, current.order, turn);
    },
    look: (signal) => host.reconcile(hosted, order, signal),
  };
}

async function enforceDelivery(
  { desk, enforcement, clock }: OpeningParts,
  { id, account, principal, asset, version, connection }: Delivery,
  { connector }: Host,
): ReturnType<Way["enforce"]> {
  const permission = deliverPermission(connector.meta.id);
  const subject = { principal, permission, asset, version, connection };
  try {
    // The act names the delivery as its request: the one it came by is long answered.
    return await enforcement.enforce({ ...subject, purpose: "deliver", requestId: id });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "STALE") throw error;
    const state: State = await desk.state(account);
    const { code, message } = fallen(state, principal, clock()) ?? error;
    return { refused: { code, message } };
  }
}
