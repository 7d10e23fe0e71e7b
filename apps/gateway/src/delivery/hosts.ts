import { createHost, type Host, type HostedConnection } from "@gatefold/connector-sdk";
import type { BuiltInPermission, Connection, Permits } from "@gatefold/core";
import type { SealedSecrets } from "@gatefold/store";
import type { Dependencies } from "../dependencies.ts";

/** The loaded connectors, each run by its host; by the connector's id, e.g. `klaviyo`. */
export type Hosts = ReadonlyMap<string, Host>;

export function createHosts(
  deps: Pick<Dependencies, "connectors" | "clock" | "log" | "platformOrigins"> & {
    readonly redeem: Permits["redeem"];
  },
): Hosts {
  const { connectors, clock, redeem, platformOrigins: origins } = deps;
  const log = (line: object) => deps.log.info(line, "platform called");
  return new Map(
    connectors.map((connector) => [
      connector.meta.id,
      createHost({ connector, redeem, clock, log, origins }),
    ]),
  );
}

/** The permission that a connector's deliveries ask for. */
export function deliverPermission(connector: string): BuiltInPermission {
  return `deliver.${connector}`;
}

/** A connection with its credentials, just unsealed: for the host, and for one call. Undefined where it has none. */
export async function withSecrets(
  secrets: SealedSecrets,
  account: string,
  { id, settings }: Connection,
): Promise<HostedConnection | undefined> {
  const opened = await secrets.open(account, id);
  return opened && { id, settings, secrets: opened };
}
