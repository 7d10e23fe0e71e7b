import { createPermits } from "@gatefold/core";
import type { PermitTerms } from "@gatefold/core";
import { z } from "zod";

import { createHost, defineConnector } from "../src/index.ts";
import type { Connector, Context, HostDeps, Order, RequestLine } from "../src/index.ts";

const settings = z.strictObject({ shelf: z.string().default("all").describe("The shelf pictures go to.") });
const secrets = z.strictObject({
  key: z.string().min(8).describe("The key from the platform's settings page."),
});

type ExampleContext = Context<z.output<typeof settings>, z.output<typeof secrets>>;

export const ORIGIN = "https://api.example.com";
export const KEY = "sk-very/secret+key";

/** A connector whose verbs a test replaces one by one. */
export const example = (parts: Partial<Connector<typeof settings, typeof secrets>> = {}) =>
  defineConnector({
    contract: 1,
    meta: {
      id: "example",
      name: "Example",
      vendor: "Example Ltd",
      version: "1.0.0",
      docsUrl: "https://docs.example.com",
      apiVersion: "2026-01-01",
      origins: [ORIGIN],
      limits: { upload: { perSecond: 2, perMinute: 10, perDay: 20 }, read: { perSecond: 5 } },
      buckets: { deliver: "upload", remove: "upload" },
      staleness: "none",
    },
    settings,
    secrets,
    destination: [],
    capabilities: {
      deliver: "upload",
      maxBytes: 100,
      mimeTypes: ["image/png", "image/gif"],
      dedupe: "marker",
      remove: "hide",
    },
    roles: { byRole: {}, guest: null },
    async verify(context) {
      await read(context, "/account");
      return { id: "acme", name: "Acme" };
    },
    async deliver(context, order) {
      await write(context, { marker: order.marker });
      return { status: "delivered", externalId: "1", externalUrl: null };
    },
    async reconcile(context) {
      await read(context, "/pictures");
      return undefined;
    },
    async remove(context, externalId) {
      await write(context, { remove: externalId });
      return { status: "hidden" };
    },
    async health(context) {
      await read(context, "/account");
      return { status: "ok", checks: [] };
    },
    ...parts,
  });

const authorization = ({ secrets: { key } }: ExampleContext) => ({ authorization: `Key ${key}` });

export const read = (context: ExampleContext, path: string) =>
  context.http.send({
    method: "GET",
    url: ORIGIN + path,
    headers: authorization(context),
    bucket: "read",
  });

export const write = (context: ExampleContext, json: unknown) =>
  context.http.send({
    method: "POST",
    url: `${ORIGIN}/pictures`,
    headers: authorization(context),
    json,
    bucket: "upload",
  });

export const order = (asset: Partial<Order["asset"]> = {}): Order => ({
  marker: "m1",
  asset: {
    id: "a1",
    versionId: "v1",
    path: "summer/hero.png",
    filename: "hero.png",
    mime: "image/png",
    bytes: 3,
    sha256: "00",
    read: async () => new Uint8Array([1, 2, 3]),
    link: async () => "https://gateway.example/link",
    address: async () => "https://gateway.example/at/m1",
    ...asset,
  },
  person: { name: "Ann", email: "ann@example.com" },
});

export const connection = { id: "c1", settings: {}, secrets: { key: KEY } };
export const holder = { account: "acc", user: "ann" };
export const terms: PermitTerms = {
  ...holder,
  permission: "deliver.example",
  version: "v1",
  connection: "c1",
  purpose: "deliver",
};

/** A clock that stands still until somebody sleeps, and what was slept. */
export const fakeTime = (start = Date.UTC(2026, 6, 1)) => {
  const time = {
    now: start,
    slept: [] as number[],
    clock: () => time.now,
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      time.slept.push(ms);
      time.now += ms;
    },
  };
  return time;
};

/** A host of the example connector, with its time, its log and the mint that a gateway would hold. */
export const hosted = (parts: Parameters<typeof example>[0] = {}, deps: Partial<HostDeps> = {}) => {
  const time = fakeTime();
  const permits = createPermits(time.clock);
  const lines: RequestLine[] = [];
  const host = createHost({
    connector: example(parts),
    redeem: (permit, expected) => permits.redeem(permit, expected),
    clock: time.clock,
    sleep: time.sleep,
    random: () => 1,
    log: (line) => lines.push(line),
    ...deps,
  });
  return { host, time, permits, lines };
};

/** Delivers under a good permit: what it answered, or threw, beside the host, its time and its log. */
export const delivery = async (
  parts: Parameters<typeof hosted>[0] = {},
  deps: Partial<HostDeps> = {},
  signal?: AbortSignal,
) => {
  const { host, permits, ...rest } = hosted(parts, deps);
  const turn = await host.ready(connection, "deliver");
  const result: unknown = await host
    .deliver(permits.mint(terms), holder, connection, order(), turn, signal)
    .catch((error: unknown) => error);
  return { host, result, ...rest };
};
