import klaviyo from "@gatefold/connector-klaviyo";
import { createClock, createSandbox, type StoredImage } from "@gatefold/sandbox";
import type { Founded } from "../src/account/founding.ts";
import { createWorld, must, type WorldSettings } from "./world.ts";

const ACCOUNT = "North1";
export const API_KEY = "pk_north000000000000000000000000000001";
const SCOPES = ["accounts:read", "images:read", "images:write"];

/** A delivery as the API answers it. */
export interface Sent {
  readonly id: string;
  readonly asset: string;
  readonly connection: string;
  readonly state: string;
  readonly attempts: number;
  readonly externalId: string | null;
  readonly externalUrl: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly marker: string;
  readonly user: string;
  readonly existing?: boolean;
}

/** A gateway with the Klaviyo connector, whose Klaviyo is the sandbox: both in the time of `world.clock`. */
export async function createPlatformWorld({
  fetch: fetchLink,
  ...settings
}: WorldSettings & {
  /** How Klaviyo fetches what it is told to import. */
  readonly fetch?: typeof fetch;
} = {}) {
  let time: { readonly now: number } = { now: 0 };
  const sandbox = await createSandbox({
    clock: createClock(() => time.now),
    ...(fetchLink && { fetch: fetchLink }),
    klaviyo: {
      accounts: [
        {
          id: ACCOUNT,
          name: "North & Co",
          credentials: [{ kind: "private-key", secret: API_KEY, scopes: SCOPES }],
        },
      ],
    },
  });
  const { url } = await sandbox.listen();
  const world = await createWorld({
    connectors: [klaviyo],
    platformOrigins: { "https://a.klaviyo.com": `${url}/klaviyo` },
    ...settings,
  });
  time = world.clock;
  const images = () => sandbox.klaviyo.images(ACCOUNT);

  return {
    world,
    sandbox,
    /** What Klaviyo holds. */
    images,
    bytesOf: async (image: StoredImage | undefined) =>
      Buffer.from((image && (await sandbox.klaviyo.bytes(image))) ?? []),
    /** Requests that Klaviyo got, as `METHOD path` without the query. */
    calls: () => sandbox.requests.all().map(({ method, path }) => `${method} ${path.split("?")[0]}`),
    connect: async (by: Founded, folder: string | null = null, more: object = {}) => {
      const body = { connector: "klaviyo", name: "Mail", folder, secrets: { apiKey: API_KEY }, ...more };
      return must(await world.call<{ id: string }>(by.token, "POST /v1/connections", body), 201).id;
    },
    /** Asks for a delivery and waits for its end. */
    deliver: (token: string, body: object, seconds = 10) =>
      world.call<Sent>(token, "POST /v1/deliveries", body, { prefer: `wait=${seconds}` }),
    async end() {
      await world.end();
      await sandbox.close();
    },
  };
}

export type PlatformWorld = Awaited<ReturnType<typeof createPlatformWorld>>;
