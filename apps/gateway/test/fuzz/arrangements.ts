import { API_KEY } from "../platform.ts";
import type { Makers } from "./things.ts";

/** What a request must name for it to be able to succeed; the rest of it is made from the document's schemas. */
export interface Needs {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** A field that is undefined is left out. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly bytes?: Buffer;
}

export type Arrangement = (makers: Makers, ids: Ids) => Needs | Promise<Needs>;

/** Ids of one thing of each kind, that stay. */
export type Ids = Readonly<Record<string, string>>;

/**
 * By the operation's id. Most need none: what stands in an address is made anew for each request that changes something
 * (`things.ts`), and fields that are named like a thing hold the id of one (`fields.ts`). **An operation that wants more
 * says it here.**
 */
export const arrangements: Readonly<Record<string, Arrangement>> = {
  "assets.upload": async ({ name, picture }, { folder = "" }) => ({
    query: { folder, name: `${name()}.png` },
    bytes: await picture(),
  }),
  "assets.replace": async ({ picture }) => ({ bytes: await picture() }),
  "assets.change": ({ name }) => ({ body: { name: name() } }),
  "connections.create": () => ({ body: { settings: {}, secrets: { apiKey: API_KEY } } }),
  "connections.change": ({ name }) => ({
    body: { name: name(), settings: {}, secrets: { apiKey: API_KEY } },
  }),
  "deliveries.request": async ({ makers, connection, farOff }) => ({
    body: {
      asset: await makers["asset"]?.(),
      connection: await connection(),
      connector: "klaviyo",
      notBefore: farOff,
    },
  }),
  "deliveries.remove": async ({ delivered }) => ({ params: { delivery: await delivered() } }),
  "deliveries.settle": async ({ unknown }) => ({
    params: { delivery: await unknown() },
    body: { say: "leave", externalId: undefined },
  }),
  "grants.give": async ({ makers }) => ({ body: { user: await makers["user"]?.() } }),
  "groups.change": (_makers, { user }) => ({ body: { add: [user], remove: [] } }),
  "jobs.create": async ({ makers, farOff }) => ({
    body: {
      assets: [await makers["asset"]?.()],
      folder: undefined,
      below: undefined,
      collection: undefined,
      notBefore: farOff,
    },
  }),
  "jobs.retry": async ({ refusedJob }) => ({ params: { job: await refusedJob() } }),
  "lookup.get": () => ({ query: { path: "Stays" } }),
  "previews.make": async ({ makers }, { role }) => ({
    body: { operation: "grants.give", path: {}, body: { user: await makers["user"]?.(), role } },
  }),
  "who.list": (_makers, { folder = "" }) => ({ query: { permission: "asset.view", at: folder } }),
  "scopes.folders": () => ({ query: { permission: "asset.view" } }),
};
