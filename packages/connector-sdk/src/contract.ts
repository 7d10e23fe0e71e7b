import type { z } from "zod";

import type { Context } from "./context.ts";
import type { Directory } from "./directory.ts";
import type { Pull } from "./pull.ts";

export * from "./context.ts";
export * from "./directory.ts";
export * from "./pull.ts";

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

  /** Of `meta.origins`, those that a connection calls, a `*` filled in; all of them where left out. */
  readonly originsOf?: (connection: Connected<Settings, Secrets>) => readonly string[];
  /** Whose limits a connection counts against, such as the platform's account; its own where left out. */
  readonly quotaOf?: (connection: Connected<Settings, Secrets>) => string;

  /** Are these credentials good, and whose account do they open? Throws `AuthError` where they are not. */
  verify(context: ContextOf<Settings, Secrets>): Promise<PlatformAccount>;
  /**
   * Makes the places that an order needs and that are not there yet: folders, a catalog. Called under the order's permit,
   * before `deliver`; looks first, so that it can be called any number of times. What goes wrong here delivered nothing.
   */
  prepare?(context: ContextOf<Settings, Secrets>, order: Order): Promise<void>;
  /** Brings one asset version in. The host calls it once, after the permit is redeemed; it sends exactly one unsafe request. */
  deliver(context: ContextOf<Settings, Secrets>, order: Order): Promise<Delivered>;
  /** As `deliver`, into what is there under this id, whose address stays; where `capabilities.replace` says so. */
  replace?(context: ContextOf<Settings, Secrets>, order: Order, externalId: string): Promise<Delivered>;
  /** Is what this order would bring there already? Looks by marker; sends nothing that changes anything. */
  reconcile(context: ContextOf<Settings, Secrets>, order: Order): Promise<Delivered | undefined>;
  /** Takes away, or hides, what we delivered. Already gone counts as done. */
  remove(context: ContextOf<Settings, Secrets>, externalId: string): Promise<Removed>;
  /** Read-only, bounded, never throws. */
  health(context: ContextOf<Settings, Secrets>): Promise<Health>;

  /** The platform's people, where its API names them. */
  readonly directory?: Directory<Settings, Secrets>;
  /** How the platform asks for a picture when it sends, where it does. */
  readonly pull?: Pull<Settings, Secrets>;
}

/** A connection's settings and secrets, parsed. */
export interface Connected<Settings extends z.ZodObject, Secrets extends z.ZodObject> {
  readonly settings: z.output<Settings>;
  readonly secrets: z.output<Secrets>;
}

export type ContextOf<Settings extends z.ZodObject, Secrets extends z.ZodObject> = Context<
  z.output<Settings>,
  z.output<Secrets>
>;

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
  /**
   * Origins it may call, e.g. `https://a.klaviyo.com`; nothing else is reachable. A `*` in place of the first label of a host
   * of three or more stands for any one label: `https://*.api.mailchimp.com`.
   */
  readonly origins: readonly string[];
  /** How often the platform lets itself be called, by bucket; requests name their bucket. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** The bucket of the one changing request of `deliver` and of `remove`: its quota is waited for before the permit. */
  readonly buckets: { readonly deliver: string; readonly remove: string };
  /** How long the platform may go on showing what was revoked, in words; where it takes nothing away, what a person must do. */
  readonly staleness: string;
}

/** Numbers a window, as vendors state them; the host keeps within all that are given, wherever the windows begin. */
export interface Limit {
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
  /** Requests at a time. */
  readonly concurrency?: number;
}

export interface Capabilities {
  /** `upload`: bytes go into the platform's library. `register`: a link of ours goes where marketers use it. */
  readonly deliver: "upload" | "register";
  readonly maxBytes: number;
  readonly mimeTypes: readonly string[];
  /** How a repeated order is recognised on the platform. */
  readonly dedupe: "vendor-key" | "marker" | "none";
  readonly remove: "delete" | "hide" | "none";
  /** Whether a new version can take the place of an old one, its address kept. No where left out. */
  readonly replace?: boolean;
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
    /**
     * For `register`: the address under which this gateway serves the picture for as long as the delivery lives; the same
     * each time it is asked for. It can be revoked.
     */
    address(): Promise<string>;
  };
  /** Who has it delivered, for platforms that book a write on a person; null where that is a program. */
  readonly person: { readonly name: string; readonly email: string | null } | null;
}

export interface Delivered {
  readonly status: "delivered" | "already-present" | "processing";
  readonly externalId: string;
  readonly externalUrl: string | null;
  /** With `processing`: not before so many milliseconds can it be seen there. */
  readonly pollAfter?: number;
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
