import { onTestFinished } from "vitest";
import { createClock, createSandbox } from "../index.ts";
import type { KlaviyoAccount, Sandbox, SandboxOptions } from "../index.ts";

/** A Monday morning, at the start of a minute. */
export const START = Date.parse("2026-07-20T08:00:00Z");

const SCOPES = ["accounts:read", "images:read", "images:write"];

export const KEYS = {
  north: "pk_north000000000000000000000000000001",
  northReadOnly: "pk_north000000000000000000000000000002",
  northToken: "token-of-an-app",
  south: "pk_south000000000000000000000000000001",
};

const ACCOUNTS: readonly KlaviyoAccount[] = [
  {
    id: "North1",
    name: "North & Co",
    credentials: [
      { kind: "private-key", secret: KEYS.north, scopes: SCOPES },
      { kind: "private-key", secret: KEYS.northReadOnly, scopes: ["accounts:read", "images:read"] },
      { kind: "token", secret: KEYS.northToken, scopes: SCOPES, app: "gatefold", expires: START + 3_600_000 },
    ],
  },
  { id: "South1", name: "South", credentials: [{ kind: "private-key", secret: KEYS.south, scopes: SCOPES }] },
];

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Document;
}

/** Loose on purpose: tests assert on what is in it. */
interface Document {
  readonly data?: Resource & Resource[];
  readonly links?: { readonly self: string; readonly next?: string | null };
  readonly errors?: readonly {
    readonly id: string;
    readonly status: number;
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    readonly source: { readonly pointer?: string; readonly parameter?: string };
  }[];
}

interface Resource {
  readonly type: string;
  readonly id: string;
  readonly attributes: Record<string, unknown> & { readonly name: string; readonly image_url: string };
  readonly links: { readonly self: string };
}

export interface Bench {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** Sends to `/klaviyo<path>` with North's full key and the pinned revision, unless told otherwise; null leaves one out. */
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Reply>;
}

interface CallOptions {
  readonly headers?: Record<string, string | null>;
  readonly body?: FormData | Uint8Array | string;
  /** Sent as JSON:API. */
  readonly json?: unknown;
}

/** A sandbox on a free port, on a clock that stands still, with the accounts North and South. Closed after the test. */
export async function openBench(options: SandboxOptions = {}): Promise<Bench> {
  const clock = createClock(() => START);
  const sandbox = await createSandbox({
    clock,
    ...options,
    klaviyo: { accounts: ACCOUNTS, ...options.klaviyo },
  });
  const { port } = await sandbox.listen();
  const url = `http://127.0.0.1:${port}`;
  onTestFinished(() => sandbox.close());
  return { sandbox, url, call: (method, path, given) => call(`${url}/klaviyo${path}`, method, given) };
}

async function call(
  url: string,
  method: string,
  { headers = {}, body, json }: CallOptions = {},
): Promise<Reply> {
  const all: Record<string, string | null> = {
    authorization: `Klaviyo-API-Key ${KEYS.north}`,
    revision: "2026-07-15",
    ...(json !== undefined && { "content-type": "application/vnd.api+json" }),
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const content = json === undefined ? body : JSON.stringify(json);
  const response = await fetch(url, {
    method,
    headers: sent,
    redirect: "manual",
    ...(content !== undefined && { body: content instanceof Uint8Array ? Buffer.from(content) : content }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: text.startsWith("{") ? JSON.parse(text) : {},
  };
}

/** The smallest of their kind. */
export const PICTURES = {
  png: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
  gif: Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
  jpeg: Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex"),
  webp: Buffer.from("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=", "base64"),
};

export function form(parts: Record<string, string | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) data.append(name, value);
  return data;
}

export const pngFile = (name = "hero.png") => new File([PICTURES.png], name);
