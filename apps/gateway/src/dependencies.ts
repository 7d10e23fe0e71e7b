import type { LimitSettings } from "./access/request-limits.ts";
import type { AuditSettings } from "./audit/settings.ts";
import type { Connector } from "@gatefold/connector-sdk";
import type { Millis } from "@gatefold/core";
import type { Blobs, Store } from "@gatefold/store";
import type { Logger } from "pino";
import type { Ids, Random } from "./ids.ts";

/** What a gateway is made of; everything that differs between a test, a laptop and a server. */
export interface Dependencies {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly connectors: readonly Connector[];
  /** Where a connector's declared origin is really reached, e.g. the sandbox; from the server's own configuration. */
  readonly platformOrigins: Readonly<Record<string, string>>;
  readonly clock: () => Millis;
  readonly ids: Ids;
  readonly random: Random;
  readonly log: Logger;
  /** For what can be made again, such as thumbnails: a folder that may be emptied at any time. */
  readonly cacheFolder: string;
  readonly config: GatewaySettings;
}

/** Where the gateway is reached from outside: absolute, without a slash at the end. */
export interface GatewaySettings {
  readonly apiUrl: string;
  readonly contentUrl: string;
  /** Whose `X-Forwarded-For` is believed: addresses and networks; left out, nobody's. */
  readonly trustedProxies?: readonly string[];
  /** What is left out is as usual. */
  readonly limits?: Partial<LimitSettings>;
  readonly audit?: Partial<AuditSettings>;
}
