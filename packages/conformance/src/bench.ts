import { createHash } from "node:crypto";

import { createHost, OutcomeUnknownError } from "@gatefold/connector-sdk";
import type {
  Delivered,
  Host,
  HostDeps,
  HostedConnection,
  Order,
  RequestLine,
} from "@gatefold/connector-sdk";
import { createPermits } from "@gatefold/core";
import type { Permit, Permits, PermitTerms } from "@gatefold/core";

import { extensionOf, sampleOf } from "./samples.ts";
import type { Fake, Stored, Target, Which } from "./target.ts";
import { became, hold, threw, told } from "./verdicts.ts";
import { watched } from "./watch.ts";
import type { Watch } from "./watch.ts";
import { createWire } from "./wire.ts";
import type { Seen, Trouble, Wire } from "./wire.ts";

/** Where a check is made: the connector in a host as shipped, on the fake's clock, the wire to the fake in between. */
export interface Bench {
  readonly target: Target;
  readonly fake: Fake;
  readonly wire: Wire;
  readonly watch: Watch;
  /** What the hosts wrote to their logs. */
  readonly lines: RequestLine[];
  now(): number;
  advance(milliseconds: number): void;
  /** A host that has counted and remembers nothing, as after a start. */
  host(deps?: Partial<HostDeps>): Host;
  connection(which: Which | "wrong"): HostedConnection;
  /** A picture that was never delivered. */
  order(asset?: Partial<Order["asset"]>): Order;
  /** As a gateway delivers: waits for its turn, decides, sends. */
  deliver(host: Host, order: Order, way?: Way): Promise<Delivered>;
  remove(host: Host, order: Order, externalId: string): ReturnType<Host["remove"]>;
  /** Looks as a gateway does until it is found; a platform that takes its time is given it. */
  find(host: Host, order: Order, pollAfter?: number): Promise<Delivered | undefined>;
  permit(terms?: Partial<PermitTerms>): Permit;
  /** What an account shows of this order. */
  pictures(order: Order, which?: Which): Promise<readonly Stored[]>;
  /** Makes something go wrong with the next requests that it meets. */
  spoil(meets: (request: Seen) => boolean, trouble: Trouble, times?: number): void;
  /** Forgets what was seen, a day later, so that no limit of the check before counts. */
  fresh(): void;
  close(): Promise<void>;
}

/** How a delivery differs from an ordinary one. */
export interface Way {
  readonly which?: Which | "wrong";
  readonly permit?: unknown;
  readonly signal?: AbortSignal;
}

export const HOLDER = { account: "account-1", user: "user-1" };
const DAY = 86_400_000;
/** A wait that no platform of ours exceeds, and how often it is looked. */
const LOOK_AFTER = 60_000;
const LOOKS = 12;

export const openBench = async (target: Target): Promise<Bench> => {
  const fake = await target.fake();
  const { connector, watch } = watched(target.connector);
  const wire = await createWire(originsOf(target, fake)).catch(async (error: unknown) => {
    await fake.close();
    throw error;
  });
  const now = () => fake.clock.now();
  const permits = createPermits(now);
  const lines: RequestLine[] = [];
  const connection = (which: Which | "wrong"): HostedConnection => ({
    id: `connection-${which}`,
    ...target.connections[which],
  });
  const permit = permitsOf(target, permits);
  const deliver: Bench["deliver"] = async (host, order, { which = "first", signal, ...way } = {}) => {
    const at = connection(which);
    const turn = await host.ready(at, "deliver", signal);
    const given =
      "permit" in way ? way.permit : permit({ version: order.asset.versionId, connection: at.id });
    // What is no permit is refused by whoever redeems it, at run time; the type only says what an honest caller has.
    return host.deliver(given as Permit, HOLDER, at, order, turn, signal);
  };
  return {
    target,
    fake,
    wire,
    watch,
    lines,
    now,
    advance: (milliseconds) => fake.clock.advance(milliseconds),
    host: (deps = {}) => {
      const host = createHost({
        connector,
        redeem: (given, terms) => permits.redeem(given, terms),
        clock: now,
        sleep: async (milliseconds, signal) => {
          signal.throwIfAborted();
          fake.clock.advance(milliseconds);
        },
        random: () => 0,
        log: (line) => lines.push(line),
        origins: wire.origins,
        ...deps,
      });
      return connector.capabilities.dedupe === "none" ? { ...host, reconcile: byHand(host, fake) } : host;
    },
    connection,
    order: ordersOf(target, wire),
    deliver,
    async remove(host, { asset }, externalId) {
      const at = connection("first");
      const turn = await host.ready(at, "remove");
      const given = permit({ version: asset.versionId, purpose: "remove" });
      return host.remove(given, HOLDER, at, { externalId, versionId: asset.versionId }, turn);
    },
    async find(host, order, pollAfter = 0) {
      fake.clock.advance(pollAfter);
      for (let look = 1; look <= LOOKS; look += 1) {
        const found = await host.reconcile(connection("first"), order);
        if (found !== undefined && found.status !== "processing") return found;
        fake.clock.advance(found?.pollAfter ?? LOOK_AFTER);
      }
      return undefined;
    },
    permit,
    pictures: (order, which = "first") => picturesOf(fake, order, which),
    spoil: (meets, trouble, times = 1) => void wire.faults.push({ meets, trouble, times }),
    fresh() {
      wire.clear();
      watch.clear();
      lines.length = 0;
      fake.clock.advance(DAY + LOOK_AFTER);
    },
    async close() {
      await wire.close();
      await fake.close();
    },
  };
};

const picturesOf = async (fake: Fake, order: Order, which: Which): Promise<readonly Stored[]> =>
  (await fake.pictures(which)).filter(({ text }) => bare(text).includes(bare(order.marker)));

/**
 * Where the platform can't be asked what arrived, a person looks there. The connector must say that it can't: an answer of
 * "nothing" would let a picture be sent twice. That the platform is up, and that one may stop, is seen by the look it has.
 */
const byHand =
  (host: Host, fake: Fake): Host["reconcile"] =>
  async (at, order, signal) => {
    const said = await became(host.reconcile(at, order, signal));
    hold(threw(said, "UnsupportedError"), {
      expected: 'UnsupportedError from reconcile, since capabilities.dedupe is "none"',
      seen: told(said),
      mend: "throw it with what a person must do, or look on the platform and declare dedupe: marker",
    });
    await host.verify(at, signal);
    const which = at.id === "connection-second" ? "second" : "first";
    const [found] = await picturesOf(fake, order, which);
    return found && { status: "already-present", externalId: found.externalId, externalUrl: null };
  };

/** Letters and digits alone: a platform's names may not allow the rest. */
const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const originsOf = ({ connector }: Target, fake: Fake): Record<string, string> => {
  const played = Object.fromEntries(
    Object.entries(fake.origins).filter(([origin]) => connector.meta.origins.includes(origin)),
  );
  const missing = connector.meta.origins.filter((origin) => !Object.hasOwn(played, origin));
  hold(missing.length === 0, {
    expected: "a fake that plays every origin of meta.origins",
    seen: `none plays ${missing.join(", ")}`,
    mend: "let the target's fake name them in `origins`, or take them out of meta.origins",
  });
  return played;
};

const permitsOf =
  ({ connector }: Target, permits: Permits): Bench["permit"] =>
  (terms = {}) =>
    permits.mint({
      ...HOLDER,
      permission: `deliver.${connector.meta.id}`,
      version: "version",
      connection: "connection-first",
      purpose: "deliver",
      ...terms,
    });

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** As the gateway's markers look: `gf-` and sixteen small letters and digits. */
const markerOf = (count: number): string => {
  const tail = Array.from({ length: 8 }, (_, place) => LETTERS[Math.floor(count / 26 ** (7 - place)) % 26]);
  return `gf-k3wq7d2m${tail.join("")}`;
};

const ordersOf = (target: Target, wire: Wire): Bench["order"] => {
  let count = 0;
  const mimes = target.connector.capabilities.mimeTypes;
  const usual = mimes.find((mime) => sampleOf(mime, target.samples)) ?? "image/png";
  return (asset = {}) => {
    count += 1;
    const mime = asset.mime ?? usual;
    const bytes = sampleOf(mime, target.samples) ?? new Uint8Array();
    const filename = `hero-${count}.${extensionOf(mime)}`;
    const read = asset.read ?? (async () => bytes);
    const marker = markerOf(count);
    return {
      marker,
      asset: {
        id: `asset-${count}`,
        versionId: `version-${count}`,
        path: `summer/${filename}`,
        filename,
        mime,
        bytes: bytes.byteLength,
        sha256: createHash("sha256").update(bytes).digest("hex"),
        link: async () => wire.serve(`/link/${marker}/${filename}`, await read(), mime),
        address: async () => `https://gateway.example/p/${marker}`,
        ...asset,
        read,
      },
      person: target.person === undefined ? { name: "Ann", email: "ann@example.com" } : target.person,
    };
  };
};

/** Whether an error says that the picture may be there. */
export const isUnknown = (error: unknown): boolean => error instanceof OutcomeUnknownError;
