import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { z } from "zod";

import type { Fake, Which } from "../target.ts";

/** A picture library of our invention, played over HTTP: strict, with tokens that end, people, and pictures by marker. */
export const SHELF_ORIGIN = "https://api.shelf.example";
export const SHELF_KEYS: Readonly<Record<Which, string>> = {
  first: "shelf/key+of+the+first",
  second: "shelf/key+of+the+second",
};
/** What the platform takes at most. */
export const SHELF_LARGEST = 20_000;
const MIMES = new Set(["image/png", "image/gif"]);
const TOKEN_LIFE = 600;
const PAGE = 2;

export const SHELF_PEOPLE = [
  { id: "u1", email: "ann@shelf.example", active: true, guest: false, proved: true },
  { id: "u2", email: "bea@shelf.example", active: false, guest: false, proved: true },
  { id: "u3", email: "cal@shelf.example", active: true, guest: true, proved: false },
  { id: "u4", email: "two@shelf.example", active: true, guest: false, proved: true },
  { id: "u5", email: "two@shelf.example", active: true, guest: false, proved: true },
];

interface Picture {
  readonly id: string;
  readonly account: Which;
  readonly name: string;
  readonly marker: string;
  readonly data: string;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

interface Call {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly account: Which;
}

const uploadSchema = z.strictObject({
  name: z.string(),
  marker: z.string(),
  mime: z.string(),
  data: z.base64(),
});

/** What HTTP itself sends, and what the platform describes; any other header is refused. */
const HEADERS = new Set(
  "accept accept-encoding authorization connection content-length content-type host transfer-encoding user-agent".split(
    " ",
  ),
);

export const createShelfFake = async (): Promise<Fake> => {
  let now = Date.UTC(2026, 7, 1, 12);
  let count = 0;
  const tokens = new Map<string, { account: Which; until: number }>();
  let pictures: Picture[] = [];

  const accountOf = (authorization: string | undefined): Which | undefined => {
    const token = tokens.get(authorization?.replace(/^Bearer /, "") ?? "");
    return token && token.until > now ? token.account : undefined;
  };

  const token = (body: unknown): Reply => {
    const { key } = z.strictObject({ key: z.string() }).parse(body);
    const account = (["first", "second"] as const).find((which) => SHELF_KEYS[which] === key);
    if (account === undefined) return { status: 401 };
    count += 1;
    const value = `token-${account}-${String(count).padStart(6, "0")}`;
    tokens.set(value, { account, until: now + TOKEN_LIFE * 1000 });
    return { status: 200, body: { access_token: value, expires_in: TOKEN_LIFE } };
  };

  const store = ({ body, account }: Call): Reply => {
    const { data, mime, name, marker } = uploadSchema.parse(body);
    if (!MIMES.has(mime)) return { status: 415 };
    if (Buffer.from(data, "base64").byteLength > SHELF_LARGEST) return { status: 413 };
    count += 1;
    const id = String(1000 + count);
    pictures.push({ id, account, name, marker, data });
    return { status: 201, body: { id, url: `https://cdn.shelf.example/${id}` } };
  };

  const routes: Readonly<Record<string, (call: Call) => Reply>> = {
    "GET /account": ({ account }) => ({ status: 200, body: { id: account, name: `Shelf ${account}` } }),
    "POST /pictures": store,
    "GET /pictures": ({ query, account }) => ({
      status: 200,
      body: {
        pictures: pictures
          .filter((one) => one.account === account && one.marker === query.get("marker"))
          .map(({ id, marker }) => ({ id, marker })),
      },
    }),
    "DELETE /pictures/:id": ({ path, account }) => {
      const id = path.split("/")[2];
      const kept = pictures.filter((one) => one.account !== account || one.id !== id);
      const gone = kept.length < pictures.length;
      pictures = kept;
      return { status: gone ? 204 : 404 };
    },
    "GET /people": ({ query }) => {
      const email = query.get("email");
      if (email !== null) {
        return {
          status: 200,
          body: { people: SHELF_PEOPLE.filter((one) => one.email === email), next: null },
        };
      }
      const from = Number(query.get("from") ?? 0);
      const next = from + PAGE < SHELF_PEOPLE.length ? String(from + PAGE) : null;
      return { status: 200, body: { people: SHELF_PEOPLE.slice(from, from + PAGE), next } };
    },
    "GET /people/:id": ({ path }) => {
      const person = SHELF_PEOPLE.find(({ id }) => id === path.split("/")[2]);
      return person ? { status: 200, body: person } : { status: 404 };
    },
  };

  const answer = async (req: IncomingMessage): Promise<Reply> => {
    const [path = "/", query] = (req.url ?? "/").split("?");
    const strange = Object.keys(req.headers).find((name) => !HEADERS.has(name));
    if (strange !== undefined) return { status: 400, body: { error: `unknown header ${strange}` } };
    const body = await bodyOf(req);
    if (req.method === "POST" && path === "/token") return token(body);
    const account = accountOf(req.headers.authorization);
    if (account === undefined) return { status: 401 };
    const route = routes[`${req.method} ${path.replace(/^(\/\w+)\/[^/]+$/, "$1/:id")}`];
    return route ? route({ path, query: new URLSearchParams(query), body, account }) : { status: 405 };
  };

  const respond = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { status, body } = await answer(req).catch((): Reply => ({ status: 400 }));
    res.writeHead(status, { "content-type": "application/json" });
    res.end(body === undefined ? "" : JSON.stringify(body));
  };
  const server = createServer((req, res) => void respond(req, res));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origins: { [SHELF_ORIGIN]: `http://127.0.0.1:${port}` },
    clock: { now: () => now, advance: (milliseconds) => void (now += milliseconds) },
    pictures: async (account) =>
      pictures
        .filter((one) => one.account === account)
        .map(({ id, name, marker, data }) => ({
          externalId: id,
          text: `${name} ${marker}`,
          bytes: async () => Buffer.from(data, "base64"),
        })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const bodyOf = async (req: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(Buffer.from(part as Uint8Array));
  const text = Buffer.concat(parts).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
};
