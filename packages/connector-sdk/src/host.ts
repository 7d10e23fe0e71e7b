import { setTimeout } from "node:timers/promises";

import type { Permit, Permits, PermitTerms } from "@gatefold/core";

import { systemLookup } from "./addresses.ts";
import type { Lookup } from "./addresses.ts";
import type { Connector, Delivered, Health, Order, PlatformAccount, Removed } from "./contract.ts";
import { createCalls, readConnection } from "./calls.ts";
import type { Calls, HostedConnection } from "./calls.ts";
import { problemsOf } from "./declaration.ts";
import { ConfigError, UnsupportedError } from "./errors.ts";
import { createExchange } from "./exchange.ts";
import { createInbound } from "./inbound.ts";
import type { Inbound } from "./inbound.ts";
import { createLanes } from "./lanes.ts";
import type { RequestLine } from "./http.ts";
import { createLimits } from "./limits.ts";
import type { Quota, Sleep, Turn } from "./limits.ts";
import { createPeople } from "./people.ts";
import type { People } from "./people.ts";
import { createTargets } from "./targets.ts";
import { createTokenShelf } from "./tokens.ts";

/** For whom a permit was minted; the other terms follow from the order and the connection. */
export type Holder = Pick<PermitTerms, "account" | "user">;

/** What to take away: the platform's id of it, and the asset version it was. */
export interface Removal {
  readonly externalId: string;
  readonly versionId: string;
}

export interface HostHealth extends Health {
  /** What is left of the platform's numbers. */
  readonly quota: readonly Quota[];
}

/**
 * Runs one connector for all its connections. All of it throws `ConnectorError`s alone, but for `PermitRefused` and
 * what the order's own `read` and `link` throw on purpose (`GatefoldError`).
 */
export interface Host {
  readonly connector: Connector;
  verify(connection: HostedConnection, signal?: AbortSignal): Promise<PlatformAccount>;
  /**
   * Waits until the platform's limits let the verb's changing request go, and keeps its place. Call it before `enforce`;
   * hand the turn to `deliver` or `remove`, or release it. `DailyQuotaError` and `RateLimitedError` say when to come back.
   */
  ready(connection: HostedConnection, verb: "deliver" | "remove", signal?: AbortSignal): Promise<Turn>;
  /** Redeems the permit, for this order and connection and no other, then sends. Checks size and format first. */
  deliver(
    permit: Permit,
    holder: Holder,
    connection: HostedConnection,
    order: Order,
    turn: Turn,
    signal?: AbortSignal,
  ): Promise<Delivered>;
  /** As `deliver`, in the place of what is there under `externalId`. `UnsupportedError` where the platform has no way to. */
  replace(
    permit: Permit,
    holder: Holder,
    connection: HostedConnection,
    order: Order,
    externalId: string,
    turn: Turn,
    signal?: AbortSignal,
  ): Promise<Delivered>;
  reconcile(connection: HostedConnection, order: Order, signal?: AbortSignal): Promise<Delivered | undefined>;
  remove(
    permit: Permit,
    holder: Holder,
    connection: HostedConnection,
    removal: Removal,
    turn: Turn,
    signal?: AbortSignal,
  ): Promise<Removed>;
  /** Never throws; takes no longer than one request may. */
  health(connection: HostedConnection, signal?: AbortSignal): Promise<HostHealth>;
  /** The platform's people; what it can't tell is `UnsupportedError`. */
  readonly people: People;
  /** What the platform asks of us; undefined where it never does. */
  readonly inbound: Inbound | undefined;
  /** What is left of the platform's numbers, of every connection that something was brought to since the start. */
  quotas(): readonly (Quota & { readonly connection: string })[];
}

export interface HostDeps {
  readonly connector: Connector;
  readonly redeem: Permits["redeem"];
  /** Milliseconds since 1970; the one that limits count by. */
  readonly clock: () => number;
  readonly log: (line: RequestLine) => void;
  /** The server's own map from a vendor's origin to another base, e.g. the sandbox. Only these may be http or private. */
  readonly origins?: Readonly<Record<string, string>>;
  readonly sleep?: Sleep;
  readonly lookup?: Lookup;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
  /** The longest wait for a limit or a repetition, in milliseconds; 30 seconds where left out. */
  readonly patience?: number;
  /** Milliseconds for one request and its answer; 30 seconds where left out. */
  readonly timeout?: number;
  /** The largest answer read; a megabyte where left out. */
  readonly maxResponseBytes?: number;
}

const realSleep: Sleep = (ms, signal) => setTimeout(ms, undefined, { signal });

const never = new AbortController().signal;

const TIMEOUT = 30_000;

/** Everything between the gateway and a connector: permits, quota, limits, retries, egress, secrets and logs. */
export const createHost = (deps: HostDeps): Host => {
  const { connector, timeout = TIMEOUT } = deps;
  mustBeSound(connector);
  const { limits, calls } = equip(deps);
  const redeem = redeemerOf(deps);
  /** By connection, whose limits it counts against: never shown, it may be made of credentials. */
  const owners = new Map<string, string>();
  const bring = createBringer(connector, calls, redeem);
  /** Settings that no longer fit are health's to tell, and no reason to throw. */
  const quotaOf = (connection: HostedConnection): Quota[] => {
    try {
      return limits.left(readConnection(connector, connection).quotaOwner);
    } catch {
      return [];
    }
  };
  return {
    connector,
    people: createPeople(connector, calls),
    inbound: createInbound(connector, deps.clock),
    verify: (connection, signal = never) =>
      calls.read(connection, signal, (context) => connector.verify(context)),
    async ready(connection, verb, signal = never) {
      const { quotaOwner } = readConnection(connector, connection);
      owners.set(connection.id, quotaOwner);
      return limits.take(quotaOwner, connector.meta.buckets[verb], signal);
    },
    deliver: (permit, holder, connection, order, turn, signal = never) =>
      bring({ permit, holder, connection, order, turn, signal }, (context) =>
        connector.deliver(context, order),
      ),
    async replace(permit, holder, connection, order, externalId, turn, signal = never) {
      const replace = connector.replace?.bind(connector);
      if (!replace) {
        turn.release();
        throw new UnsupportedError(`${connector.meta.name} has no way to replace what was delivered.`);
      }
      return bring({ permit, holder, connection, order, turn, signal }, (context) =>
        replace(context, order, externalId),
      );
    },
    reconcile: (connection, order, signal = never) =>
      calls.read(connection, signal, (context) => connector.reconcile(context, order)),
    remove: (permit, holder, connection, { externalId, versionId }, turn, signal = never) =>
      calls.change(connection, turn, signal, (context) => {
        if (connector.capabilities.remove === "none") {
          const { name, staleness } = connector.meta;
          throw new UnsupportedError(`${name} has no way to take away what was delivered. ${staleness}`);
        }
        redeem(permit, holder, { version: versionId, connection: connection.id, purpose: "remove" });
        return connector.remove(context, externalId);
      }),
    async health(connection, signal = never) {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
      const health = await calls
        .read(connection, bounded, (context) => connector.health(context))
        .catch((error: unknown) => down(error));
      return { ...health, quota: quotaOf(connection) };
    },
    quotas: () =>
      [...owners].flatMap(([connection, owner]) =>
        limits.left(owner).map((quota) => Object.assign(quota, { connection })),
      ),
  };
};

/** What is to be brought, for whom, and by which permit. */
interface Bringing {
  readonly permit: Permit;
  readonly holder: Holder;
  readonly connection: HostedConnection;
  readonly order: Order;
  readonly turn: Turn;
  readonly signal: AbortSignal;
}

/** Checks, redeems, makes the places that are missing, and then lets the one change go. */
const createBringer =
  (connector: Connector, calls: Calls, redeem: ReturnType<typeof redeemerOf>) =>
  (
    { permit, holder, connection, order, turn, signal }: Bringing,
    send: (context: Parameters<Connector["deliver"]>[0]) => Promise<Delivered>,
  ): Promise<Delivered> =>
    calls.change(connection, turn, signal, async (context, prepare) => {
      admit(connector, order);
      const version = order.asset.versionId;
      redeem(permit, holder, { version, connection: connection.id, purpose: "deliver" });
      await prepare(async () => connector.prepare?.(context, order));
      return send(context);
    });

const mustBeSound = (connector: Connector): void => {
  const problems = problemsOf(connector);
  if (problems.length === 0) return;
  throw new ConfigError(`The connector "${connector.meta.id}" can't be used: ${problems.join("; ")}.`, {
    problems,
  });
};

/** What keeps within the platform's limits, and what sends; left out parts are the real ones. */
const equip = (deps: HostDeps) => {
  const { connector, clock, sleep = realSleep, patience = 30_000, timeout = TIMEOUT } = deps;
  const limits = createLimits({ limits: connector.meta.limits, clock, sleep, patience });
  const exchange = createExchange({
    lookup: deps.lookup ?? systemLookup,
    clock,
    timeout,
    maxResponseBytes: deps.maxResponseBytes ?? 1_048_576,
  });
  const target = createTargets(connector.meta, deps.origins ?? {});
  const random = deps.random ?? Math.random;
  const calls = createCalls({
    connector,
    target,
    exchange,
    limits,
    lanes: createLanes(),
    shelf: createTokenShelf(clock),
    clock,
    sleep,
    random,
    log: deps.log,
    patience,
  });
  return { limits, calls };
};

/** The terms are built from what is about to be sent, so a permit for anything else is refused, and used up. */
const redeemerOf =
  ({ connector, redeem }: HostDeps) =>
  (
    permit: Permit,
    { account, user }: Holder,
    rest: Pick<PermitTerms, "version" | "connection" | "purpose">,
  ) =>
    redeem(permit, { account, user, permission: `deliver.${connector.meta.id}`, ...rest });

/** What the platform would refuse is refused here, before a permit or a request is spent on it. */
const admit = ({ meta, capabilities }: Connector, { asset }: Order): void => {
  const { maxBytes, mimeTypes } = capabilities;
  if (asset.bytes > maxBytes) {
    throw new ConfigError(
      `${asset.filename} has ${asset.bytes} bytes and ${meta.name} takes at most ${maxBytes}; deliver a smaller version.`,
      { bytes: asset.bytes, maxBytes },
    );
  }
  if (!mimeTypes.includes(asset.mime)) {
    throw new ConfigError(
      `${asset.filename} is ${asset.mime} and ${meta.name} takes ${mimeTypes.join(", ")}; deliver another format.`,
      { mime: asset.mime, mimeTypes: [...mimeTypes] },
    );
  }
};

const down = (error: unknown): Health => ({
  status: "down",
  checks: [
    { name: "reachable", ok: false, message: error instanceof Error ? error.message : "The check failed." },
  ],
});
