import type { RequestListener } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { LimitSettings } from "./access/request-limits.ts";
import type { AuditSettings } from "./audit/settings.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import { listen, type Listening } from "./http/listening.ts";
import { createMessages } from "./http/messages.ts";
import { metricsListener, type MetricsSettings } from "./metrics/listener.ts";
import { createReport } from "./metrics/report.ts";
import type { Dependencies } from "./dependencies.ts";

export interface ServerSettings {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly contentPort: number;
  /** Where both are reached from outside; null: where they listen. */
  readonly apiUrl: string | null;
  readonly contentUrl: string | null;
  /** Whose `X-Forwarded-For` is believed: addresses and networks. */
  readonly trustedProxies?: readonly string[];
  /** What is left out is as usual. */
  readonly limits?: Partial<LimitSettings>;
  readonly audit?: Partial<AuditSettings>;
  /** Left out: metrics are served nowhere. */
  readonly metrics?: MetricsSettings | undefined;
  /** At a stop, how long it says that it is not ready before it takes no more requests; left out, not at all. */
  readonly drainMs?: number;
  /** Tells the time to wait; a test's own. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** How long requests may go on after a stop. */
  readonly stopWithinMs: number;
}

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly port: number;
  readonly contentPort: number;
  /** Null where metrics are not served. */
  readonly metricsPort: number | null;
  readonly apiUrl: string;
  readonly contentUrl: string;
  /** Is not ready any more, then takes no more requests, lets those under way end within the limit, then stops the work and closes the store. */
  close(): Promise<void>;
}

/** Listens on both ports, or on none. Throws the system's error (`EADDRINUSE`) where a port is taken. */
export async function serveGateway(
  settings: ServerSettings,
  dependencies: Omit<Dependencies, "config">,
): Promise<RunningGateway> {
  const { host, stopWithinMs } = settings;
  // Ports come first: the gateway is told its own addresses, and a port may be any free one.
  const made = Promise.withResolvers<Gateway>();
  const messages = { api: createMessages(), content: createMessages() };
  const api = await listen(listenerOf(made.promise, "apiListener"), host, settings.port, messages.api);
  const content = await orStop(
    [api],
    listen(listenerOf(made.promise, "content"), host, settings.contentPort, messages.content),
  );
  const metrics = await orStop([api, content], listenForMetrics(made.promise, settings.metrics));
  const apiUrl = settings.apiUrl ?? addressOf(host, api);
  const contentUrl = settings.contentUrl ?? addressOf(host, content);
  const gateway = createGateway({
    ...dependencies,
    config: {
      apiUrl,
      contentUrl,
      trustedProxies: settings.trustedProxies ?? [],
      limits: settings.limits ?? {},
      audit: settings.audit ?? {},
    },
  });
  messages.api.bornFor(gateway.api);
  messages.content.bornFor(gateway.content);
  made.resolve(gateway);
  gateway.start();

  const { drainMs = 0, wait = setTimeout } = settings;
  const stop = async () => {
    gateway.stopping();
    if (drainMs > 0) await wait(drainMs);
    // Whoever listens comes back to another node.
    gateway.services.streams.endAll();
    await Promise.all([api.stop(stopWithinMs), content.stop(stopWithinMs)]);
    await gateway.close();
    // Until the last, so that a stop that takes long can be watched.
    await metrics?.stop();
    await dependencies.store.close();
  };
  let stopping: Promise<void> | undefined;
  const close = () => (stopping ??= stop());
  const ports = { port: api.port, contentPort: content.port, metricsPort: metrics?.port ?? null };
  return { gateway, ...ports, apiUrl, contentUrl, close };
}

async function orStop<Opened>(opened: readonly Listening[], opening: Promise<Opened>): Promise<Opened> {
  try {
    return await opening;
  } catch (error) {
    for (const one of opened) await one.stop(0);
    throw error;
  }
}

async function listenForMetrics(made: Promise<Gateway>, settings: MetricsSettings | undefined) {
  if (!settings) return undefined;
  const { host, port, token } = settings;
  const report = made.then(({ services }) => createReport(services));
  const text = async () => (await report).text();
  const listening = await listen(metricsListener({ text }, token), host, port);
  const stop = async () => {
    (await report).close();
    await listening.stop(0);
  };
  return { port: listening.port, stop };
}

function listenerOf(made: Promise<Gateway>, which: "apiListener" | "content"): RequestListener {
  let listener: RequestListener | undefined;
  void made.then((gateway) => (listener = gateway[which]));
  return (request, response) => {
    if (listener) listener(request, response);
    else void made.then((gateway) => gateway[which](request, response));
  };
}

function addressOf(host: string, { port }: Listening): string {
  // Whoever listens on all addresses is reached on the machine's own.
  const at = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${at.includes(":") ? `[${at}]` : at}:${port}`;
}
