import type { Connector } from "@gatefold/connector-sdk";
import type { Millis, Permits } from "@gatefold/core";
import type { Blobs, Store } from "@gatefold/store";
import type { Logger } from "pino";
import type { Dispatch } from "./delivery/dispatch.ts";
import type { Desk } from "./desk.ts";
import type { Enforcement } from "./enforce.ts";
import type { Ids, Random } from "./ids.ts";
import type { Thumbnails } from "./pictures/thumbnails.ts";

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
}

/** What operations work with. */
export interface Services extends Dependencies {
  readonly desk: Desk;
  readonly enforcement: Enforcement;
  readonly dispatch: Dispatch;
  readonly thumbnails: Thumbnails;
  /** Without `mint`: only `enforce` gives permits out. */
  readonly permits: Pick<Permits, "redeem">;
}
