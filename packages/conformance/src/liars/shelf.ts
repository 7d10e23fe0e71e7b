import { createHmac, timingSafeEqual } from "node:crypto";

import {
  AuthError,
  ConnectorError,
  defineConnector,
  InboundAuthError,
  NotFoundError,
} from "@gatefold/connector-sdk";
import type { Connector, Context, ExternalUser, Order, PullRequest } from "@gatefold/connector-sdk";
import { z } from "zod";

import type { Target } from "../target.ts";
import { createShelfFake, SHELF_KEYS, SHELF_LARGEST, SHELF_ORIGIN, SHELF_PEOPLE } from "./shelf-fake.ts";

const settings = z.strictObject({ shelf: z.string().default("all").describe("The shelf pictures go to.") });
const secrets = z.strictObject({
  key: z.string().min(8).describe("The key from the platform's settings page."),
  signing: z.string().min(8).describe("What the platform signs its requests with."),
});

export type ShelfContext = Context<z.output<typeof settings>, z.output<typeof secrets>>;
export type ShelfConnector = Connector<typeof settings, typeof secrets>;
export type Request = Parameters<ShelfContext["http"]["send"]>[0];

/** A token for the key, asked for once. */
export const bearerOf =
  (context: ShelfContext, key = context.secrets.key): NonNullable<Request["bearer"]> =>
  (refused) =>
    context.tokens.get("shelf", () => newToken(context, key), refused);

export const newToken = async (context: ShelfContext, key: string) => {
  const { body } = await context.http.send({
    method: "POST",
    url: `${SHELF_ORIGIN}/token`,
    json: { key },
    bucket: "token",
    idempotent: true,
    refusal: unknownKey,
  });
  const { access_token, expires_in } = z
    .object({ access_token: z.string(), expires_in: z.number() })
    .parse(body);
  return { value: access_token, expiresAt: context.now() + expires_in * 1000 };
};

export const unknownKey: NonNullable<Request["refusal"]> = ({ status }) =>
  status === 401 ? new AuthError("Shelf does not know this key; connect it with another.") : undefined;

export const get = (context: ShelfContext, path: string, more: Partial<Request> = {}) =>
  context.http.send({
    method: "GET",
    url: SHELF_ORIGIN + path,
    bucket: "read",
    refusal: unknownKey,
    bearer: bearerOf(context),
    ...more,
  });

export const upload = async (
  context: ShelfContext,
  { asset, marker }: Order,
  more: Partial<Request> = {},
  data?: Uint8Array,
) => {
  const bytes = data ?? (await asset.read());
  const { body } = await context.http.send({
    method: "POST",
    url: `${SHELF_ORIGIN}/pictures`,
    json: { name: asset.path, marker, mime: asset.mime, data: Buffer.from(bytes).toString("base64") },
    bucket: "upload",
    refusal: unknownKey,
    bearer: bearerOf(context),
    ...more,
  });
  const { id, url } = z.object({ id: z.string(), url: z.string() }).parse(body);
  return { status: "delivered", externalId: id, externalUrl: url } as const;
};

export const search = async (context: ShelfContext, marker: string, more: Partial<Request> = {}) => {
  const { body } = await get(context, `/pictures?marker=${encodeURIComponent(marker)}`, more);
  const [found] = z.object({ pictures: z.array(z.object({ id: z.string() })) }).parse(body).pictures;
  return found && ({ status: "already-present", externalId: found.id, externalUrl: null } as const);
};

export const erase = (context: ShelfContext, id: string) =>
  context.http.send({
    method: "DELETE",
    url: `${SHELF_ORIGIN}/pictures/${encodeURIComponent(id)}`,
    bucket: "upload",
    idempotent: true,
    refusal: unknownKey,
    bearer: bearerOf(context),
  });

const personSchema = z.object({
  id: z.string(),
  email: z.string(),
  active: z.boolean(),
  guest: z.boolean(),
  proved: z.boolean(),
});
const pageSchema = z.object({ people: z.array(personSchema), next: z.string().nullable() });

const personOf = ({ id, email, active, guest, proved }: z.output<typeof personSchema>): ExternalUser => ({
  id,
  name: null,
  email,
  emailVerified: proved,
  status: active ? "active" : "deactivated",
  kind: guest ? "guest" : "member",
  teams: [],
  roles: [],
});

export const peoplePage = async (context: ShelfContext, query: string) => {
  const page = pageSchema.parse((await get(context, `/people${query}`)).body);
  return { items: page.people.map(personOf), next: page.next };
};

export const personById = async (context: ShelfContext, id: string) => {
  try {
    return personOf(personSchema.parse((await get(context, `/people/${encodeURIComponent(id)}`)).body));
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
};

export const account = async (context: ShelfContext, more: Partial<Request> = {}) =>
  z.object({ id: z.string(), name: z.string() }).parse((await get(context, "/account", more)).body);

export const signatureOf = (signing: string, { path, headers }: Pick<PullRequest, "path" | "headers">) =>
  createHmac("sha256", signing).update(`${headers["x-shelf-time"]}${path}`).digest("hex");

export const placementOf = ({ path, headers }: PullRequest) => ({
  placement: path.slice(1),
  replayKey: headers["x-shelf-signature"] ?? null,
  issuedAt: Number(headers["x-shelf-time"]),
});

/** An honest connector of the platform of our invention; a liar differs from it in one thing. */
export const shelf = {
  contract: 1,
  meta: {
    id: "shelf",
    name: "Shelf",
    vendor: "Shelf Ltd",
    version: "1.0.0",
    docsUrl: "https://docs.shelf.example",
    apiVersion: "1",
    origins: [SHELF_ORIGIN],
    limits: {
      token: { perSecond: 20 },
      read: { perSecond: 20 },
      other: { perSecond: 20 },
      upload: { perSecond: 5, perMinute: 60 },
    },
    buckets: { deliver: "upload", remove: "upload" },
    staleness: "none",
  },
  settings,
  secrets,
  destination: [],
  capabilities: {
    deliver: "upload",
    maxBytes: SHELF_LARGEST,
    mimeTypes: ["image/png", "image/gif"],
    dedupe: "marker",
    remove: "delete",
  },
  roles: { byRole: { Editor: "contribute" }, guest: null },
  verify: (context) => account(context),
  deliver: (context, order) => upload(context, order),
  reconcile: (context, { marker }) => search(context, marker),
  async remove(context, externalId) {
    try {
      await erase(context, externalId);
      return { status: "removed" };
    } catch (error) {
      if (error instanceof NotFoundError) return { status: "already-gone" };
      throw error;
    }
  },
  async health(context) {
    try {
      const { name } = await account(context);
      return { status: "ok", checks: [{ name: "account", ok: true, message: `The key opens ${name}.` }] };
    } catch (error) {
      const message = error instanceof ConnectorError ? error.message : "The answer can't be read.";
      return { status: "down", checks: [{ name: "account", ok: false, message }] };
    }
  },
  directory: {
    finds: ["id", "email"],
    async find(context, by) {
      if ("id" in by) return personById(context, by.id);
      const { items } = await peoplePage(context, `?email=${encodeURIComponent(by.email)}`);
      return items.length === 1 ? items[0] : undefined;
    },
    list: (context, cursor) => peoplePage(context, cursor === null ? "" : `?from=${cursor}`),
  },
  pull: {
    maxBytes: 1000,
    maxSkew: 300_000,
    within: 1000,
    async authenticate({ secrets: { signing } }, request) {
      const given = Buffer.from(request.headers["x-shelf-signature"] ?? "");
      const wanted = Buffer.from(signatureOf(signing, request));
      if (given.byteLength !== wanted.byteLength || !timingSafeEqual(given, wanted)) {
        throw new InboundAuthError("The signature is not Shelf's.");
      }
      return placementOf(request);
    },
    render: (answer) =>
      answer.kind === "picture"
        ? { status: 200, headers: {}, body: answer.url }
        : { status: 404, headers: {}, body: "" },
  },
} satisfies ShelfConnector;

const by = (key: string, at = "all") => ({
  settings: { shelf: at },
  secrets: { key, signing: `signing of ${key}` },
});

/** The honest connector, or one that differs from it, and all that the checks want to know. */
export const shelfTarget = (parts: Partial<ShelfConnector> = {}): Target => ({
  connector: defineConnector<typeof settings, typeof secrets>({ ...shelf, ...parts }),
  fake: createShelfFake,
  connections: {
    first: by(SHELF_KEYS.first),
    second: by(SHELF_KEYS.second),
    wrong: by("nobody's key", "none"),
  },
  people: {
    everybody: SHELF_PEOPLE.map(({ id }) => id),
    found: [
      { by: { id: "u1" }, as: { id: "u1", status: "active", kind: "member", emailVerified: true } },
      { by: { id: "u2" }, as: { status: "deactivated" } },
      { by: { email: "cal@shelf.example" }, as: { id: "u3", kind: "guest", emailVerified: false } },
    ],
    lost: [{ id: "u9" }, { email: "two@shelf.example" }, { email: "nobody@shelf.example" }],
  },
  pull: {
    placement: "placement-1",
    request: (placement, at, { secrets: { signing } }) => {
      const asked = { path: `/${placement}`, headers: { "x-shelf-time": String(at) } };
      const signature = signatureOf(String(signing), asked);
      return { path: asked.path, headers: { ...asked.headers, "x-shelf-signature": signature } };
    },
  },
});
