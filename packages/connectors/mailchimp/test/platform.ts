import { createHost } from "@gatefold/connector-sdk";
import type { HostDeps, Order, RequestLine } from "@gatefold/connector-sdk";
import { createPermits } from "@gatefold/core";
import nock from "nock";
import { afterEach, beforeEach } from "vitest";

import mailchimp from "../src/index.ts";

export const KEY = "0123456789abcdef0123456789abcdef-us19";
export const ORIGIN = "https://us19.api.mailchimp.com";
export const MARKER = "gf-k3wq7d2mzr5tbx4a";
export const NAME = `hero-${MARKER}.png`;
export const FILES = "/3.0/file-manager/files";
export const FOLDERS = "/3.0/file-manager/folders";

/** Bytes that are no text, so that a test sees them damaged. */
export const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]);

export const order = (asset: Partial<Order["asset"]> = {}): Order => ({
  marker: MARKER,
  asset: {
    id: "a1",
    versionId: "v1",
    path: "hero.png",
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

export const connection = (settings: Record<string, unknown> = {}, apiKey = KEY) => ({
  id: "c1",
  settings,
  secrets: { apiKey },
});

/** A host of the connector on a clock that moves only when somebody sleeps. */
export const hosted = (deps: Partial<HostDeps> = {}) => {
  const time = { now: Date.UTC(2026, 7, 1, 12) };
  const clock = deps.clock ?? (() => time.now);
  const permits = createPermits(clock);
  const lines: RequestLine[] = [];
  const host = createHost({
    connector: mailchimp,
    redeem: (permit, terms) => permits.redeem(permit, terms),
    clock,
    sleep: async (ms) => {
      time.now += ms;
    },
    random: () => 0,
    log: (line) => lines.push(line),
    ...deps,
  });
  const holder = { account: "acc", user: "ann" };
  const permitFor = (at: { id: string }, purpose: "deliver" | "remove", version: string) =>
    permits.mint({ ...holder, permission: "deliver.mailchimp", version, connection: at.id, purpose });
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

/** Headers of every call. */
export const exact = (headers: Record<string, string> = {}, key = KEY) => ({
  reqheaders: {
    accept: "application/json",
    authorization: `Basic ${Buffer.from(`gatefold:${key}`).toString("base64")}`,
    ...headers,
  },
});

export const file = (parts: Record<string, unknown> = {}) => ({
  id: 7,
  folder_id: 0,
  type: "image",
  name: NAME,
  full_size_url: "https://mcusercontent.example/7.png",
  thumbnail_url: "https://mcusercontent.example/7-thumb.png",
  size: BYTES.length,
  created_at: "2026-08-01T12:00:00+00:00",
  created_by: "ada",
  width: 1,
  height: 1,
  _links: [],
  ...parts,
});

export const problem = (status: number, title: string, more: Record<string, unknown> = {}) => ({
  type: "https://mailchimp.com/developer/marketing/docs/errors/",
  title,
  status,
  detail: "Some detail.",
  instance: "0",
  ...more,
});

/** One page of the search for files. */
export const filePage = (offset = 0) =>
  nock(ORIGIN, exact())
    .get(FILES)
    .query({
      fields: "files.id,files.name,files.full_size_url,total_items",
      sort_field: "added_date",
      sort_dir: "DESC",
      count: "500",
      offset: String(offset),
    });

/** One page of the search for folders. */
export const folderPage = (offset = 0) =>
  nock(ORIGIN, exact())
    .get(FOLDERS)
    .query({ fields: "folders.id,folders.name,total_items", count: "500", offset: String(offset) });

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
