import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createIds, createLogFile, type RunningGateway, serveGateway } from "@gatefold/gateway";
import type { Connector } from "@gatefold/connector-sdk";
import { createSandbox, type Sandbox } from "@gatefold/sandbox";
import { createBlobFolder, createPostgresStore, createSqliteStore, type Store } from "@gatefold/store";
import { pino } from "pino";
import type { Values } from "../configuration/declaration.ts";
import { workspaces } from "../demo/pictures/index.ts";
import { demoPlatformAccounts } from "../demo/platform-accounts.ts";
import { loadConnectors } from "./connectors.ts";

/** Everything that runs in one process, and where it listens. */
export interface Composition {
  readonly gateway: RunningGateway;
  readonly sandbox: { readonly running: Sandbox; readonly url: string } | null;
  readonly parts: GatewayParts;
  close(): Promise<void>;
}

export type GatewayParts = Parameters<typeof serveGateway>[1];

export interface StoreSettings {
  readonly dataFolder: string;
  /** A PostgreSQL database's address; null: a file in the data folder. */
  readonly databaseUrl: string | null;
  /** Where the master key is, where not in the data folder. */
  readonly masterKeyFile: string | null;
}

export interface CompositionSettings extends StoreSettings {
  /** Where pictures are, where not in the data folder. */
  readonly blobs: string | null;
  /** What else is in force. */
  readonly values: Values;
  readonly ports: { readonly gateway: number; readonly content: number; readonly sandbox: number };
  readonly withSandbox: boolean;
  readonly clock: () => number;
}

/** Opens the folder's store and puts gateway and sandbox on their ports; what was opened is closed where one fails. */
export async function compose(settings: CompositionSettings): Promise<Composition> {
  const { dataFolder, values, clock } = settings;
  await using opened = new AsyncDisposableStack();
  const sandbox = settings.withSandbox ? await openSandbox(settings) : null;
  if (sandbox) opened.defer(() => sandbox.running.close());
  const founding = await openForFounding(settings, await loadConnectors(values.connectors));
  opened.defer(() => founding.store.close());
  const logFile = openLogFile(dataFolder, values);
  opened.defer(() => logFile.close());
  const parts: GatewayParts = {
    ...founding,
    blobs: createBlobFolder(settings.blobs ?? join(dataFolder, "blobs"), { clock }),
    platformOrigins: { ...values.platformOrigins, ...sandbox?.running.origins() },
    cacheFolder: join(dataFolder, "cache"),
    log: pino({ level: values["log.level"] }, logFile),
  };
  const gateway = await serveGateway(serverSettingsOf(settings), parts);
  opened.move();
  const close = async () => {
    // It closes the store too.
    await gateway.close();
    await sandbox?.running.close();
    logFile.close();
  };
  return { gateway, sandbox, parts, close };
}

function serverSettingsOf({ ports, values }: CompositionSettings): Parameters<typeof serveGateway>[0] {
  const { host, trustedProxies, drainMs, stopWithinMs, requestsPerMinute, failedKeysPerMinute } = values;
  return {
    host,
    port: ports.gateway,
    contentPort: ports.content,
    apiUrl: values["api.url"],
    contentUrl: values["content.url"],
    trustedProxies,
    metrics: metricsOf(values),
    drainMs,
    stopWithinMs,
    limits: { requestsPerMinute, failedKeysPerMinute },
    audit: {
      checkpointMinutes: values["audit.checkpointMinutes"],
      keepActsDays: values["audit.keepActsDays"],
      keepLooksDays: values["audit.keepLooksDays"],
      keepDeliveryDetailsDays: values["audit.keepDeliveryDetailsDays"],
      keepAnswersHours: values["audit.keepAnswersHours"],
    },
  };
}

function metricsOf(values: Values): Parameters<typeof serveGateway>[0]["metrics"] {
  const { "metrics.port": port, "metrics.host": host, "metrics.token": token } = values;
  return port === null ? undefined : { host, port, token };
}

/** What an account is founded with: the store, and nothing that listens. */
export async function openForFounding(
  settings: StoreSettings & Pick<CompositionSettings, "clock">,
  connectors: readonly Connector[],
) {
  const store = await openStore(settings);
  const { clock } = settings;
  return { store, connectors, clock, ids: createIds(randomBytes), random: randomBytes };
}

function openStore({ dataFolder, databaseUrl, ...settings }: StoreSettings): Promise<Store> {
  const masterKeyFile = settings.masterKeyFile ?? join(dataFolder, "master.key");
  if (databaseUrl !== null) return createPostgresStore({ url: databaseUrl, masterKeyFile });
  return createSqliteStore({ file: join(dataFolder, "gatefold.sqlite"), masterKeyFile });
}

async function openSandbox({ dataFolder, values: { host }, ports }: CompositionSettings) {
  const folder = join(dataFolder, "sandbox");
  const running = await createSandbox({ folder, klaviyo: { accounts: demoPlatformAccounts(workspaces) } });
  const { url } = await running.listen(ports.sandbox, host);
  return { running, url };
}

/** One line a request: in a file, since the terminal is for people, unless nobody looks at it. */
function openLogFile(dataFolder: string, { "log.to": to }: Values) {
  return createLogFile(to === "file" ? { path: join(dataFolder, "gateway.log"), mode: 0o600 } : 1);
}
