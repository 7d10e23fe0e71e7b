import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { Connector } from "@gatefold/connector-sdk";
import type { Plan } from "@gatefold/core";
import { createBlobFolder, createSqliteStore, type Store } from "@gatefold/store";
import { pino } from "pino";
import type { LimitSettings } from "../src/access/request-limits.ts";
import { type Founded, foundAccount } from "../src/account/founding.ts";
import { createIds, type Random } from "../src/ids.ts";
import { type RunningGateway, serveGateway } from "../src/server.ts";
import { mustBeDocumented } from "./documented.ts";
import type { Dependencies } from "../src/dependencies.ts";

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON, where it is JSON; a test says what it expects in it. */
  readonly body: Body;
}

export interface Person {
  readonly id: string;
  readonly token: string;
}

export interface WorldSettings {
  readonly connectors?: readonly Connector[];
  readonly platformOrigins?: Readonly<Record<string, string>>;
  readonly limits?: Partial<LimitSettings>;
  readonly trustedProxies?: readonly string[];
  /** Where ids come from; left out: chance. */
  readonly ids?: Random;
  /** Stands between the gateway and its store, e.g. to let it fail. */
  readonly wrap?: (store: Store) => Store;
}

/** A gateway on free ports over a store in a folder of its own, with a clock that stands until it is set. */
export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(settings: WorldSettings = {}) {
  const folder = await mkdtemp(join(tmpdir(), "gatefold-gateway-"));
  const clock = { now: Date.UTC(2026, 2, 1, 9) };
  const log: string[] = [];
  const kept = await createSqliteStore({
    file: join(folder, "data", "gatefold.db"),
    masterKeyFile: join(folder, "keys", "master"),
  });
  const store = settings.wrap ? settings.wrap(kept) : kept;
  const dependencies: Omit<Dependencies, "config"> = {
    store,
    blobs: createBlobFolder(join(folder, "blobs")),
    connectors: settings.connectors ?? [],
    platformOrigins: settings.platformOrigins ?? {},
    clock: () => clock.now,
    ids: createIds(settings.ids ?? randomBytes),
    random: randomBytes,
    cacheFolder: join(folder, "cache"),
    log: pino({ level: "debug" }, linesInto(log)),
  };
  const running = await serve(dependencies, settings);
  const call = caller(() => running.apiUrl);

  return {
    /** Where all of it is kept. */
    files: folder,
    running,
    dependencies,
    store,
    /** Milliseconds; set it to let time pass. */
    clock,
    /** Every line logged so far. */
    log,
    call,
    found: (name = "Aurora", plan: Plan = { features: ["connectors"], limits: {} }) =>
      foundAccount(dependencies, {
        name,
        plan,
        owner: { username: "ada", name: "Ada Owner", email: "ada@example.org" },
      }),
    person: (by: Founded, username: string, role: RoleOfPerson = {}) => addPerson(call, by, username, role),
    folder: async (by: Founded, name: string, parent = by.root, flags: object = {}) => {
      const answer = await call<{ id: string }>(by.token, "POST /v1/folders", { parent, name, ...flags });
      return must(answer, 201).id;
    },
    async end() {
      await running.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function serve(
  dependencies: Omit<Dependencies, "config">,
  { limits = {}, trustedProxies = [] }: Pick<WorldSettings, "limits" | "trustedProxies"> = {},
): Promise<RunningGateway> {
  const addresses = { host: "127.0.0.1", port: 0, contentPort: 0, apiUrl: null, contentUrl: null };
  return serveGateway({ ...addresses, stopWithinMs: 2000, limits, trustedProxies }, dependencies);
}

/** Sends `METHOD /path` with JSON, or a string body as it is. */
export function caller(url: () => string) {
  return async <Body = Record<string, unknown>>(
    token: string | null,
    line: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> => {
    const [method = "GET", path = "/"] = line.split(" ");
    const response = await fetch(url() + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : undefined;
    mustBeDocumented(method, path, response.status, json);
    return { status: response.status, headers: response.headers, text, body: json as Body };
  };
}

export type Call = ReturnType<typeof caller>;

/** The answer's body, where its status is the one expected. */
export function must<Body>(answer: Answer<Body>, status: number): Body {
  if (answer.status === status) return answer.body;
  throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
}

export interface RoleOfPerson {
  /** Left out: no role but the one to use the API. */
  readonly permissions?: readonly string[];
  /** Where the role is given; left out: everywhere. */
  readonly folders?: readonly string[];
}

/** A person who may use the API and has a key, with a role of these permissions. */
async function addPerson(call: Call, by: Founded, username: string, role: RoleOfPerson): Promise<Person> {
  const add = async (path: string, body: object) =>
    must(await call<{ id: string }>(by.token, `POST ${path}`, body), 201).id;
  const id = await add("/v1/users", { username, name: username });
  const api = await add("/v1/roles", { name: `API of ${username}`, permissions: ["web-api.use"] });
  await add("/v1/grants", { user: id, role: api });
  if (role.permissions) {
    const own = await add("/v1/roles", { name: `Role of ${username}`, permissions: role.permissions });
    await add("/v1/grants", { user: id, role: own, folders: role.folders ?? null });
  }
  const made = await call<{ token: string }>(by.token, "POST /v1/keys", { name: "Key", owner: id });
  return { id, token: must(made, 201).token };
}

function linesInto(log: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString());
      done();
    },
  });
}
