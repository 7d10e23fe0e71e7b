import { createServer, request as send } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came over the wire, whole: secrets show. */
export interface Seen {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What the platform, or a fault in its place, answered; null: nothing. */
  status: number | null;
  answer: string;
  /** Whether a fault of the suite's met it. */
  faulty: boolean;
}

/** What goes wrong with a request that it meets. */
export type Trouble =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The connection ends before anything was processed, or after. */
  | { readonly kind: "drop-before" | "drop-after" }
  /** No answer, ever. */
  | { readonly kind: "hang" };

export interface Fault {
  readonly meets: (request: Seen) => boolean;
  readonly trouble: Trouble;
  /** How many requests it meets. */
  times: number;
}

/** Stands between the host and the fake platform: sees everything, and makes things go wrong. */
export interface Wire {
  /** Where the host finds the platform's origins. */
  readonly origins: Readonly<Record<string, string>>;
  readonly seen: Seen[];
  readonly faults: Fault[];
  /** Resolves when a request that it meets has come. */
  next(meets: (request: Seen) => boolean): Promise<void>;
  /** Sends a request that was seen once more, changed, straight to the platform: somebody else's program. */
  repeat(request: Seen, change: (text: string) => string): Promise<number>;
  /** A file that anyone may fetch. */
  serve(path: string, bytes: Uint8Array, mime: string): string;
  /** Hosts of this machine that are part of the trial. */
  readonly hosts: readonly string[];
  clear(): void;
  close(): Promise<void>;
}

export const createWire = async (fakes: Readonly<Record<string, string>>): Promise<Wire> => {
  const seen: Seen[] = [];
  const faults: Fault[] = [];
  const waiting: { meets: (request: Seen) => boolean; go: () => void }[] = [];
  const files = new Map<string, { bytes: Uint8Array; mime: string }>();
  const servers: Server[] = [];
  const homes = new Map<Seen, Home>();

  const doorTo = (home: Home): ((req: IncomingMessage, res: ServerResponse) => void) => {
    const answer = async (req: IncomingMessage, res: ServerResponse) => {
      const request = await readRequest(req);
      seen.push(request);
      homes.set(request, home);
      const fault = faults.find((one) => one.times > 0 && one.meets(request));
      if (fault) fault.times -= 1;
      request.faulty = fault !== undefined;
      for (const one of waiting.splice(0)) {
        if (one.meets(request)) one.go();
        else waiting.push(one);
      }
      await (fault ? misbehave(fault.trouble, request, home, res) : pass(request, home, res));
    };
    return (req, res) => void answer(req, res).catch(() => res.destroy());
  };

  const addressOf = new Map<string, string>();
  for (const base of Object.values(fakes)) {
    const fake = base.replace(/^http:\/\//, "").replace(/\/.*$/, "");
    if (addressOf.has(fake)) continue;
    const home: Home = { fake, here: "" };
    home.here = await listen(doorTo(home), servers);
    addressOf.set(fake, home.here);
  }
  const shop = await listen((req, res) => {
    const file = files.get(req.url ?? "");
    res.writeHead(file ? 200 : 404, { "content-type": file?.mime ?? "text/plain" });
    res.end(file?.bytes ?? "");
  }, servers);

  return {
    origins: Object.fromEntries(
      Object.entries(fakes).map(([origin, base]) => [
        origin,
        base.replace(/^http:\/\/([^/]+)/, (_all, host: string) => `http://${addressOf.get(host) ?? host}`),
      ]),
    ),
    seen,
    faults,
    next: (meets) => new Promise((go) => void waiting.push({ meets, go })),
    async repeat(request, change) {
      const home = homes.get(request);
      if (!home) return 0;
      const text = change(request.body.toString("latin1"));
      const changed = { ...request, path: change(request.path), body: Buffer.from(text, "latin1") };
      return (await ask(changed, home)).status;
    },
    serve(path, bytes, mime) {
      files.set(path, { bytes, mime });
      return `http://${shop}${path}`;
    },
    hosts: [shop, ...addressOf.keys(), ...addressOf.values()],
    clear() {
      seen.length = 0;
      faults.length = 0;
      waiting.length = 0;
      homes.clear();
    },
    close: async () => {
      await Promise.all(servers.map(close));
    },
  };
};

/** One host of the fake's, and where this wire plays it. */
interface Home {
  readonly fake: string;
  here: string;
}

const readRequest = async (req: IncomingMessage): Promise<Seen> => {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(Buffer.from(part as Uint8Array));
  const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value ?? "")] as const);
  return {
    method: req.method ?? "GET",
    path: req.url ?? "/",
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts),
    status: null,
    answer: "",
    faulty: false,
  };
};

const pass = async (request: Seen, home: Home, res: ServerResponse): Promise<void> => {
  const { status, headers, body } = await ask(request, home);
  request.status = status;
  request.answer = isText(headers["content-type"]) ? body.toString("utf8") : "";
  const { "transfer-encoding": _, "content-length": __, connection: ___, ...kept } = headers;
  res.writeHead(status, kept);
  res.end(body);
};

const misbehave = async (trouble: Trouble, request: Seen, home: Home, res: ServerResponse): Promise<void> => {
  if (trouble.kind === "answer") {
    request.status = trouble.status;
    res.writeHead(trouble.status, { "content-type": "application/json", ...trouble.headers });
    res.end(trouble.body ?? "");
    return;
  }
  if (trouble.kind === "drop-after") request.status = (await ask(request, home)).status;
  if (trouble.kind !== "hang") res.destroy();
};

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** The fake may name its own addresses in answers, and get them back in requests: both sides see the one that they know. */
const ask = (request: Seen, { fake, here }: Home): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const [hostname, port] = fake.split(":");
    const { connection: _, "transfer-encoding": __, ...headers } = request.headers;
    const body = isText(headers["content-type"]) ? swapped(request.body, here, fake) : request.body;
    const path = request.path.replaceAll(here, fake);
    const length = body.byteLength > 0 ? { "content-length": String(body.byteLength) } : {};
    const sent = send(
      {
        hostname,
        port,
        path,
        method: request.method,
        headers: { ...headers, host: fake, ...length },
        agent: false,
      },
      (res) => {
        const parts: Buffer[] = [];
        res.on("data", (part: Buffer) => parts.push(part));
        res.on("error", reject);
        res.on("end", () => {
          const whole = Buffer.concat(parts);
          const type = res.headers["content-type"];
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: isText(type) ? swapped(whole, fake, here) : whole,
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });

const isText = (type: string | string[] | undefined): boolean =>
  /json|xml|text|x-www-form-urlencoded/.test(String(type ?? "")) && !/multipart/.test(String(type));

const swapped = (body: Buffer, from: string, to: string): Buffer =>
  body.includes(from) ? Buffer.from(body.toString("utf8").replaceAll(from, to)) : body;

/** `host:port` of a new server on a free port of this machine. */
const listen = (
  door: (req: IncomingMessage, res: ServerResponse) => void,
  servers: Server[],
): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(door);
    servers.push(server);
    server.listen(0, "127.0.0.1", () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
