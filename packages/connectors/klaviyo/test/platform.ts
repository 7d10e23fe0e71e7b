import { createHost } from "@gatefold/connector-sdk";
import type { HostDeps, Order, RequestLine } from "@gatefold/connector-sdk";
import { createPermits } from "@gatefold/core";
import nock from "nock";
import { afterEach, beforeEach } from "vitest";

import klaviyo from "../src/index.ts";

export const KEY = "pk_0123456789abcdef0123456789abcdef01";
export const MARKER = "gf-k3wq7d2mzr5tbx4a";
export const NAME = `summer/hero [${MARKER}]`;

/** Bytes that are no text, so that a test sees them damaged. */
export const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]);

export const order = (asset: Partial<Order["asset"]> = {}): Order => ({
  marker: MARKER,
  asset: {
    id: "a1",
    versionId: "v1",
    path: "summer/hero.png",
    filename: "hero.png",
    mime: "image/png",
    bytes: BYTES.length,
    sha256: "00",
    read: async () => BYTES,
    link: async () => "https://gateway.example/l/token",
    address: async () => "https://gateway.example/p/token",
    ...asset,
  },
  person: { name: "Ann", email: "ann@example.com" },
});

export const connection = (settings: Record<string, unknown> = {}) => ({
  id: "c1",
  settings,
  secrets: { apiKey: KEY },
});

/** A host of the connector on a clock that moves only when somebody sleeps. */
export const hosted = (deps: Partial<HostDeps> = {}) => {
  const time = { now: Date.UTC(2026, 7, 1, 12) };
  const clock = deps.clock ?? (() => time.now);
  const permits = createPermits(clock);
  const lines: RequestLine[] = [];
  const host = createHost({
    connector: klaviyo,
    redeem: (permit, terms) => permits.redeem(permit, terms),
    clock,
    sleep: async (ms) => {
      time.now += ms;
    },
    log: (line) => lines.push(line),
    ...deps,
  });
  const holder = { account: "acc", user: "ann" };
  const permitFor = (at: { id: string }, purpose: "deliver" | "remove", version: string) =>
    permits.mint({ ...holder, permission: "deliver.klaviyo", version, connection: at.id, purpose });
  return {
    host,
    time,
    lines,
    deliver: async (at: ReturnType<typeof connection>, what: Order) => {
      const turn = await host.ready(at, "deliver");
      return host.deliver(permitFor(at, "deliver", what.asset.versionId), holder, at, what, turn);
    },
    remove: async (at: ReturnType<typeof connection>, externalId: string) => {
      const turn = await host.ready(at, "remove");
      const removal = { externalId, versionId: "v1" };
      return host.remove(permitFor(at, "remove", "v1"), holder, at, removal, turn);
    },
  };
};

/** Headers of every call; `sent` answers what a request carried. */
export const exact = (headers: Record<string, string> = {}) => ({
  reqheaders: {
    accept: "application/vnd.api+json",
    authorization: `Klaviyo-API-Key ${KEY}`,
    revision: "2026-07-15",
    "x-klaviyo-revision-fall-forward-opt-out": "1",
    ...headers,
  },
});

export const image = (attributes: Record<string, unknown> = {}, id = "7") => ({
  type: "image",
  id,
  attributes: {
    name: NAME,
    image_url: "https://cdn.example/7.png",
    format: "png",
    size: BYTES.length,
    hidden: false,
    updated_at: "2026-08-01T12:00:00+00:00",
    ...attributes,
  },
  links: { self: `https://a.klaviyo.com/api/images/${id}/` },
});

export const guardNetwork = (): void => {
  beforeEach(() => {
    nock.disableNetConnect();
    nock.enableNetConnect("127.0.0.1");
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    if (pending.length > 0) throw new Error(`never sent: ${pending.join(", ")}`);
  });
};
