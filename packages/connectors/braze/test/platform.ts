import { createHost } from "@gatefold/connector-sdk";
import type { HostDeps, Order, RequestLine } from "@gatefold/connector-sdk";
import { createPermits } from "@gatefold/core";
import nock from "nock";
import { afterEach, beforeEach } from "vitest";

import braze from "../src/index.ts";

export const ORIGIN = "https://rest.iad-01.braze.com";
export const KEY = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
export const SCIM_TOKEN = "scim-0123456789abcdef";
export const PASSWORD = "pull-0123456789abcdef";
export const WORKSPACE = "5bab0000000000000000a001";
export const MARKER = "gf-k3wq7d2mzr5tbx4a";
export const NAME = `summer/hero [${MARKER}].png`;
export const LINK = "https://gateway.example/fetch/token";

export const order = (asset: Partial<Order["asset"]> = {}): Order => ({
  marker: MARKER,
  asset: {
    id: "a1",
    versionId: "v1",
    path: "summer/hero.png",
    filename: "hero.png",
    mime: "image/png",
    bytes: 10,
    sha256: "00",
    read: async () => {
      throw new Error("Braze is sent no bytes");
    },
    link: async () => LINK,
    address: async () => "https://gateway.example/p/token",
    ...asset,
  },
  person: { name: "Ann", email: "ann@example.com" },
});

export const connection = (
  settings: Record<string, unknown> = {},
  secrets: Record<string, unknown> = {},
) => ({
  id: "c1",
  settings: { instance: "US-01", workspace: WORKSPACE, ...settings },
  secrets: { apiKey: KEY, ...secrets },
});

/** As above, and people can be looked up. */
export const withScim = () => connection({ scimOrigin: "gatefold" }, { scimToken: SCIM_TOKEN });

/** A host of the connector on a clock that moves only when somebody sleeps. */
export const hosted = (deps: Partial<HostDeps> = {}) => {
  const time = { now: Date.UTC(2026, 7, 1, 12) };
  const clock = deps.clock ?? (() => time.now);
  const permits = createPermits(clock);
  const lines: RequestLine[] = [];
  const host = createHost({
    connector: braze,
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
    permits.mint({ ...holder, permission: "deliver.braze", version, connection: at.id, purpose });
  return {
    host,
    time,
    lines,
    deliver: async (at: ReturnType<typeof connection>, what: Order) => {
      const turn = await host.ready(at, "deliver");
      return host.deliver(permitFor(at, "deliver", what.asset.versionId), holder, at, what, turn);
    },
    replace: async (at: ReturnType<typeof connection>, what: Order, externalId: string) => {
      const turn = await host.ready(at, "deliver");
      const permit = permitFor(at, "deliver", what.asset.versionId);
      return host.replace(permit, holder, at, what, externalId, turn);
    },
    remove: async (at: ReturnType<typeof connection>, externalId: string) => {
      const turn = await host.ready(at, "remove");
      const removal = { externalId, versionId: "v1" };
      return host.remove(permitFor(at, "remove", "v1"), holder, at, removal, turn);
    },
  };
};

/** Headers of every REST call. */
export const exact = {
  reqheaders: {
    accept: "application/json",
    authorization: `Bearer ${KEY}`,
    "content-type": "application/json",
  },
  badheaders: ["x-request-origin"],
};

/** Headers of every SCIM call. */
export const scimExact = {
  reqheaders: { ...exact.reqheaders, authorization: `Bearer ${SCIM_TOKEN}`, "x-request-origin": "gatefold" },
};

export const ADDRESS = "https://cdn.example/assets/hero.png";
export const uploaded = (parts: Record<string, unknown> = {}) => ({
  new_assets: [{ name: NAME, size: 10, url: ADDRESS, ext: "png" }],
  errors: [],
  dashboard_url: `https://dashboard-01.braze.com/engagement/media_library/${WORKSPACE}`,
  ...parts,
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
