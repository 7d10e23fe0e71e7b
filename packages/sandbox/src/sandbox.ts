import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Express } from "express";
import { createApp } from "./frame/app.ts";
import { createClock } from "./frame/clock.ts";
import type { SandboxClock } from "./frame/clock.ts";
import { SandboxError } from "./frame/errors.ts";
import { createFaults } from "./frame/faults.ts";
import type { Faults } from "./frame/faults.ts";
import { createRequests } from "./frame/requests.ts";
import type { Requests } from "./frame/requests.ts";
import type { Platform, PlatformParts } from "./frame/platform.ts";
import { createFolderStorage, createMemoryStorage } from "./frame/storage.ts";
import { createBraze } from "./braze/platform.ts";
import type { BrazeOptions, BrazeState } from "./braze/platform.ts";
import { createKlaviyo } from "./klaviyo/platform.ts";
import type { KlaviyoOptions, KlaviyoState } from "./klaviyo/platform.ts";
import { createSalesforce } from "./salesforce-mc/platform.ts";
import type { SalesforceOptions, SalesforceState } from "./salesforce-mc/platform.ts";
import { createMailchimp } from "./mailchimp/platform.ts";
import type { MailchimpOptions, MailchimpState } from "./mailchimp/platform.ts";

export interface SandboxOptions {
  /** Where state and bytes are kept; in memory where left out. */
  readonly folder?: string;
  /** Shared with whoever must live in the same time; its own, running with the machine, where left out. */
  readonly clock?: SandboxClock;
  /** How a browser reaches this server, without a slash at the end; the address it listens on where left out. */
  readonly publicUrl?: string;
  readonly klaviyo?: KlaviyoOptions;
  readonly braze?: BrazeOptions;
  readonly salesforce?: SalesforceOptions;
  readonly mailchimp?: MailchimpOptions;
  readonly newId?: () => string;
  /** Fetches what a platform is told to import. */
  readonly fetch?: typeof fetch;
  /** Passes the time of the fault `delay`. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface Sandbox {
  readonly app: Express;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly requests: Requests;
  readonly platforms: readonly Platform[];
  readonly klaviyo: KlaviyoState;
  readonly braze: BrazeState;
  readonly salesforce: SalesforceState;
  readonly mailchimp: MailchimpState;
  /** From each vendor's origin, or `https://*.…`, to the address that plays it here: what a gateway is configured with. */
  readonly origins: () => Record<string, string>;
  /** Port 0, the default, takes a free one. Throws `SandboxError` where the port is taken. */
  readonly listen: (port?: number, host?: string) => Promise<{ url: string; port: number }>;
  /** Stops at once; open connections are cut. */
  readonly close: () => Promise<void>;
  /** Forgets images, counts, faults, requests; the clock goes back to the machine's. */
  readonly reset: () => Promise<void>;
}

export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createClock();
  const faults = createFaults();
  const requests = createRequests(clock.now);
  const stop = new AbortController();
  let url = options.publicUrl ?? "http://127.0.0.1";
  const storage = options.folder === undefined ? createMemoryStorage() : createFolderStorage(options.folder);
  const partsOf = (id: string): PlatformParts => ({
    storage,
    now: clock.now,
    newId: options.newId ?? randomUUID,
    fetch: options.fetch ?? fetch,
    url: () => `${url}/${id}`,
  });
  const klaviyo = await createKlaviyo({ ...options.klaviyo, ...partsOf("klaviyo") });
  const braze = await createBraze({ ...options.braze, ...partsOf("braze") });
  const salesforce = await createSalesforce({ ...options.salesforce, ...partsOf("salesforce-mc") });
  const mailchimp = await createMailchimp({ ...options.mailchimp, ...partsOf("mailchimp") });
  const platforms = [klaviyo.platform, braze.platform, salesforce.platform, mailchimp.platform];
  const reset = async () => {
    faults.clear();
    requests.clear();
    clock.real();
    await Promise.all(platforms.map((platform) => platform.reset()));
  };
  const wait =
    options.wait ?? ((milliseconds) => setTimeout(milliseconds, undefined, { signal: stop.signal }));
  const app = createApp({ platforms, clock, faults, requests, wait, reset, url: () => url });
  const server = createServer(app);
  return {
    app,
    clock,
    faults,
    requests,
    platforms,
    klaviyo: klaviyo.state,
    braze: braze.state,
    salesforce: salesforce.state,
    mailchimp: mailchimp.state,
    reset,
    origins: () =>
      Object.fromEntries(
        platforms.flatMap(({ id, origins }) =>
          Object.entries(origins).map(([origin, path]) => [origin, `${url}/${id}${path}`]),
        ),
      ),
    listen: async (port = 0, host = "127.0.0.1") => {
      const address = await listen(server, port, host);
      const here = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
      url = options.publicUrl ?? here;
      return { url, port: address.port };
    },
    close: async () => {
      stop.abort();
      await close(server);
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(
        new SandboxError("SANDBOX_LISTEN", `Port ${port} of ${host} can't be listened on; choose another.`, {
          cause,
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(address);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
