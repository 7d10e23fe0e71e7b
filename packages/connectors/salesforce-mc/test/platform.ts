import { createHmac } from "node:crypto";

import { createHost } from "@gatefold/connector-sdk";
import type { HostDeps, Order, PullRequest, RequestLine } from "@gatefold/connector-sdk";
import { createPermits } from "@gatefold/core";
import nock from "nock";
import { afterEach, beforeEach } from "vitest";

import salesforce from "../src/index.ts";

export const SUBDOMAIN = "mc0123456789abcdef0123456789";
export const AUTH = `https://${SUBDOMAIN}.auth.marketingcloudapis.com`;
export const REST = `https://${SUBDOMAIN}.rest.marketingcloudapis.com`;
export const SOAP = `https://${SUBDOMAIN}.soap.marketingcloudapis.com`;
export const UNIT = "510001";
export const SECRET = "a-client-secret-0123456789";
export const PULL_KEY = "a symmetric key as typed, 0123456789+/=";
export const MARKER = "gf-k3wq7d2mzr5tbx4a";
export const NAME = `hero [${MARKER}]`;
export const ASSETS = "/asset/v1/content/assets";
export const CATEGORIES = "/asset/v1/content/categories";

/** Bytes that are no text, so that a test sees them damaged. */
export const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]);

export const order = (asset: Partial<Order["asset"]> = {}, marker = MARKER): Order => ({
  marker,
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

export const connection = (
  settings: Record<string, unknown> = {},
  secrets: Record<string, unknown> = {},
) => ({
  id: "c1",
  settings: { subdomain: SUBDOMAIN, accountId: UNIT, ...settings },
  secrets: { clientId: "a-client", clientSecret: SECRET, pullKey: PULL_KEY, ...secrets },
});

type Connection = ReturnType<typeof connection>;

/** A host of the connector on a clock that moves only when somebody sleeps. */
export const hosted = (deps: Partial<HostDeps> = {}) => {
  const time = { now: Date.UTC(2026, 7, 1, 12) };
  const clock = deps.clock ?? (() => time.now);
  const permits = createPermits(clock);
  const lines: RequestLine[] = [];
  const host = createHost({
    connector: salesforce,
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
    permits.mint({ ...holder, permission: "deliver.salesforce-mc", version, connection: at.id, purpose });
  return {
    host,
    time,
    lines,
    deliver: async (at: Connection, what: Order) => {
      const turn = await host.ready(at, "deliver");
      return host.deliver(permitFor(at, "deliver", what.asset.versionId), holder, at, what, turn);
    },
    replace: async (at: Connection, what: Order, externalId: string) => {
      const turn = await host.ready(at, "deliver");
      const permit = permitFor(at, "deliver", what.asset.versionId);
      return host.replace(permit, holder, at, what, externalId, turn);
    },
    remove: async (at: Connection, externalId: string) => {
      const turn = await host.ready(at, "remove");
      const removal = { externalId, versionId: "v1" };
      return host.remove(permitFor(at, "remove", "v1"), holder, at, removal, turn);
    },
  };
};

/** Salesforce gives this token, so often. */
export const gives = (token = "token-1", times = 1, unit = UNIT) =>
  nock(AUTH, { reqheaders: { "content-type": "application/json" }, badheaders: ["authorization"] })
    .post("/v2/token", {
      grant_type: "client_credentials",
      client_id: "a-client",
      client_secret: SECRET,
      account_id: unit,
    })
    .times(times)
    .reply(200, {
      access_token: token,
      token_type: "Bearer",
      expires_in: 1079,
      scope: "saved_content_write",
      soap_instance_url: `${SOAP}/`,
      rest_instance_url: `${REST}/`,
    });

/** REST, with this token. */
export const rest = (token = "token-1") =>
  nock(REST, { reqheaders: { accept: "application/json", authorization: `Bearer ${token}` } });

export const root = { id: 89_001, name: "Content Builder", parentId: 0 };

/** The folders right below one, a page at a time. */
export const lists = (parentId: number, page: number, items: unknown[], token?: string) =>
  rest(token)
    .get(CATEGORIES)
    .query({ $page: page, $pagesize: 50, scope: "Ours", $filter: `ParentId eq ${parentId}` })
    .reply(200, { count: items.length, page, pageSize: 50, items });

/** The folders of `order()` are there already. */
export const placed = (token?: string) => {
  lists(0, 1, [root], token);
  lists(root.id, 1, [{ id: 89_010, name: "summer", parentId: root.id }], token);
};

export const asset = (more: Record<string, unknown> = {}) => ({
  id: 7001,
  customerKey: MARKER,
  name: NAME,
  assetType: { id: 28, name: "png", displayName: "Image" },
  fileProperties: {
    fileName: `${MARKER}.png`,
    extension: "png (4) ",
    publishedURL: "https://cdn.example/7.png",
  },
  owner: { email: "", name: "Gatefold app user" },
  modelVersion: 2,
  ...more,
});

const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString("base64url");

/** A token as AMPscript's `GetJWTByKeyName` makes it: header, payload untouched, signature; without the library under test. */
export const jwt = (
  payload: unknown,
  key = PULL_KEY,
  header: unknown = { alg: "HS256", typ: "JWT" },
  hash = "sha256",
): string => {
  const signed = `${part(header)}.${typeof payload === "string" ? Buffer.from(payload).toString("base64url") : part(payload)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest("base64url")}`;
};

export const pullRequest = (path: string, query: Record<string, string> = {}): PullRequest => ({
  method: "GET",
  path,
  query: new URLSearchParams(query),
  headers: {},
  body: new Uint8Array(),
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
