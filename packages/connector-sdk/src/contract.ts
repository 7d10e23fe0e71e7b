import type { z } from "zod";

import type { ConnectorError } from "./errors.ts";

/** The version of this contract; the gateway refuses a connector of another. */
export const CONTRACT = 1;

/** What a connector is: data about a platform, and a few verbs. The host owns HTTP, limits, retries, secrets and logs. */
export interface Connector<
  Settings extends z.ZodObject = z.ZodObject,
  Secrets extends z.ZodObject = z.ZodObject,
> {
  readonly contract: typeof CONTRACT;
  readonly meta: Meta;
  /** What an admin fills in; every field described, none secret. Unknown keys are refused. */
  readonly settings: Settings;
  /** Sealed at rest, never echoed. Shares no key with `settings`. */
  readonly secrets: Secrets;
  /** Settings that name where things go; changing one clears the secrets. */
  readonly destination: readonly string[];
  readonly capabilities: Capabilities;
  /** Default mapping of the platform's roles to levels. What is not listed gives nothing. */
  readonly roles: { readonly byRole: Readonly<Record<string, RoleLevel>>; readonly guest: RoleLevel | null };

  /** Are these credentials good, and whose account do they open? Throws `AuthError` where they are not. */
  verify(context: Context<z.output<Settings>, z.output<Secrets>>): Promise<PlatformAccount>;
  /** Brings one asset version in. The host calls it once, after the permit is redeemed; it sends exactly one unsafe request. */
  deliver(context: Context<z.output<Settings>, z.output<Secrets>>, order: Order): Promise<Delivered>;
  /** Is what this order would bring there already? Looks by marker; sends nothing that changes anything. */
  reconcile(
    context: Context<z.output<Settings>, z.output<Secrets>>,
    order: Order,
  ): Promise<Delivered | undefined>;
  /** Takes away, or hides, what we delivered. Already gone counts as done. */
  remove(context: Context<z.output<Settings>, z.output<Secrets>>, externalId: string): Promise<Removed>;
  /** Read-only, bounded, never throws. */
  health(context: Context<z.output<Settings>, z.output<Secrets>>): Promise<Health>;
}

export type RoleLevel = "view" | "contribute" | "manage";

export interface Meta {
  /** Lower case, as in `deliver.<id>`. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly vendor: string;
  readonly version: string;
  readonly docsUrl: string;
  /** The vendor's API version this was written against and pins. */
  readonly apiVersion: string;
  /** Origins it may call, e.g. `https://a.klaviyo.com`; nothing else is reachable. */
  readonly origins: readonly string[];
  /** How often the platform lets itself be called, by bucket; requests name their bucket. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** The bucket of the one changing request of `deliver` and of `remove`: its quota is waited for before the permit. */
  readonly buckets: { readonly deliver: string; readonly remove: string };
  /** How long the platform may go on showing what was revoked, in words. */
  readonly staleness: string;
}

/** Numbers a window, as vendors state them; the host keeps within all that are given, wherever the windows begin. */
export interface Limit {
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly perDay?: number;
}

export interface Capabilities {
  /** `upload`: bytes go into the platform's library. `register`: a link of ours goes where marketers use it. */
  readonly deliver: "upload" | "register";
  readonly maxBytes: number;
  readonly mimeTypes: readonly string[];
  /** How a repeated order is recognised on the platform. */
  readonly dedupe: "vendor-key" | "marker" | "none";
  readonly remove: "delete" | "hide" | "none";
}

/** What a verb is given. */
export interface Context<Settings, Secrets> {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly http: Http;
  readonly signal: AbortSignal;
  now(): number;
}

export interface Http {
  /**
   * Sends to a declared origin. Waits for the bucket's limit; repeats what is safe to repeat; answers 2xx only, throws a
   * `ConnectorError` else. Redirects are not followed. Without a permit (all verbs but `deliver` and `remove`) only
   * idempotent requests are sent; under one, what is not a GET is sent once and not repeated.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute, on a declared origin. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON (sent with the given content type, or application/json), or a form for multipart. */
  readonly json?: unknown;
  readonly form?: FormData;
  /** The bucket of `meta.limits` it counts against. */
  readonly bucket: string;
  /** Whether repeating it is harmless; assumed of GET only. */
  readonly idempotent?: boolean;
  /** What a 4xx other than 429 means, where its status alone does not say; undefined: the host's reading of the status. */
  readonly refusal?: (answer: HttpResponse) => ConnectorError | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, else the text. Narrow it with a schema that names only what is read. */
  readonly body: unknown;
  /** What the rate headers say, where there are any. */
  readonly rate: Rate | null;
}

/** What the platform says is left: `RateLimit-*` or `X-RateLimit-*`. */
export interface Rate {
  readonly limit: number | null;
  readonly remaining: number;
  /** Milliseconds since 1970. */
  readonly resetsAt: number | null;
}

/** One asset version for one target. */
export interface Order {
  /** What makes it recognisable on the platform: unique to account, connection, asset version and target. */
  readonly marker: string;
  readonly asset: {
    readonly id: string;
    readonly versionId: string;
    /** The library's name of it, with folders above it as the platform should show them, e.g. `summer/hero.png`. */
    readonly path: string;
    readonly filename: string;
    readonly mime: string;
    readonly bytes: number;
    readonly sha256: string;
    /** The bytes, whole. */
    read(): Promise<Uint8Array>;
    /** A link for the platform to fetch: this delivery and version only, ten minutes, five GETs. */
    link(): Promise<string>;
  };
}

export interface Delivered {
  readonly status: "delivered" | "already-present" | "processing";
  readonly externalId: string;
  readonly externalUrl: string | null;
}

export interface Removed {
  readonly status: "removed" | "hidden" | "already-gone";
}

export interface PlatformAccount {
  readonly id: string;
  readonly name: string;
}

export interface Health {
  readonly status: "ok" | "degraded" | "down";
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
}
