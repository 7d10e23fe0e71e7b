import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Messages } from "./messages.ts";
import { refuseUnreadable } from "../unreadable.ts";

/** A server that has its port. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections, lets requests under way end within the limit, and cuts off what is left then. */
  stop(withinMs: number): Promise<void>;
}

const TIMEOUTS = { headersTimeout: 20_000, requestTimeout: 120_000 };

export async function listen(
  app: RequestListener,
  host: string,
  port: number,
  messages?: Messages,
): Promise<Listening> {
  const server = createServer({ ...TIMEOUTS, ...messages }, app);
  refuseUnreadable(server);
  let stopping = false;
  // In the next turn: the one that was just answered on is idle by then.
  const closeIdleSoon = () => setImmediate(() => server.closeIdleConnections());
  server.on("request", (_request, response) => {
    // A connection that is kept alive would hold the server open after its last answer.
    response.on("close", () => {
      if (stopping) closeIdleSoon();
    });
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(port, host, listening.resolve);
  await listening.promise;

  return {
    port: (server.address() as AddressInfo).port,
    stop(withinMs) {
      stopping = true;
      closeIdleSoon();
      const stopped = Promise.withResolvers<void>();
      const limit = setTimeout(() => server.closeAllConnections(), withinMs);
      server.close(() => {
        clearTimeout(limit);
        stopped.resolve();
      });
      return stopped.promise;
    },
  };
}
