import { once } from "node:events";
import type { AddressInfo } from "node:net";
import Keyv from "keyv";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import { createApp } from "./app.ts";
import { createDecisions } from "./decisions.ts";
import type { RequirePermission } from "./guard.ts";
import { policy } from "./policy.ts";
import { createRights, type Rights } from "./rights.ts";

let rights: Rights;
let cache: Keyv;
let clock: { now: number };
let stop: () => Promise<unknown>;
let url: string;

beforeEach(async () => {
  rights = createRights(policy);
  cache = new Keyv({ ttl: 60_000, stats: true });
  clock = { now: Date.UTC(2026, 2, 1) };
  const app = createApp({
    rights,
    cache,
    clock: () => clock.now,
    userOf: (headers) => headers["x-user"]?.toString(),
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = async () => {
    server.close();
    await once(server, "close");
  };
});
afterEach(() => stop());

/** Sends `METHOD /path` as this user. */
async function send(user: string | null, line: string, body?: string) {
  const [method = "", path = ""] = line.split(" ");
  const response = await fetch(url + path, {
    method,
    headers: { connection: "close", ...(user !== null && { "x-user": user }) },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type");
  return { status: response.status, text, type, json: type?.includes("json") ? JSON.parse(text) : null };
}

describe("requests", () => {
  test("go through where the user may", async () => {
    expect(await send("ben", "PUT /news/dam", "The dam holds.")).toMatchObject({ status: 204 });
    expect(await send("ben", "GET /news/dam")).toMatchObject({ status: 200, text: "The dam holds." });
  });

  test("that may not be are refused in words, with what to ask for", async () => {
    const { status, type, json } = await send("ben", "PUT /paper/front", "Mine.");
    expect({ status, type }).toEqual({ status: 403, type: "application/problem+json; charset=utf-8" });
    expect(json).toEqual({
      status: 403,
      code: "NO_GRANT",
      detail: 'You may not use article.edit on "The paper": no role gives it.',
      ask: { permissions: ["article.edit"], at: "paper" },
    });
  });

  test("about a section that the user may not read read like those about none", async () => {
    const hidden = await send("ben", "PUT /leaks/one", "?");
    expect(hidden).toMatchObject({ status: 404, json: { code: "NOT_FOUND" } });
    expect(await send("ben", "PUT /nothing/one", "?")).toEqual(hidden);
    expect(await send("ben", "GET /constructor/one")).toEqual(hidden);
  });

  test("of nobody are turned away", async () => {
    expect(await send(null, "GET /news/dam")).toMatchObject({ status: 401 });
    expect(await send("nobody", "GET /news/dam")).toMatchObject({ status: 404 });
  });
});

const edit = (user = "ben") => send(user, "PUT /news/dam", "…");

describe("decisions", () => {
  test("are cached: the second request decides nothing", async () => {
    let decided = 0;
    const counting = {
      ...rights.access,
      can: (...asked: Parameters<typeof rights.access.can>) => {
        decided += 1;
        return rights.access.can(...asked);
      },
    };
    const allows = createDecisions({ state: rights.state, access: counting }, cache, () => clock.now);
    expect([
      await allows("ben", "article.edit", "news"),
      await allows("ben", "article.edit", "news"),
    ]).toEqual([true, true]);
    expect(decided).toBe(1);
    expect(await allows("ben", "article.edit", "leaks")).toBe(false);
    expect(decided).toBe(2);
  });

  test("come from the cache over HTTP, too", async () => {
    await edit();
    const { hits } = cache.stats;
    await edit();
    expect(cache.stats.hits).toBe(hits + 1);
  });

  test("that a change takes back are refused at the next request", async () => {
    expect(await edit()).toMatchObject({ status: 204 });
    expect(await send("ben", "DELETE /grants/ben-news")).toMatchObject({
      status: 403,
      json: { ask: { permissions: ["grants.end"], at: null } },
    });
    expect(await send("ann", "DELETE /grants/ben-news")).toMatchObject({ status: 204 });
    expect(await edit()).toMatchObject({ status: 403 });
    expect(await send("ann", "DELETE /grants/ben-news")).toMatchObject({ status: 404 });
  });

  test("that a change takes back while the cache is looking are not served", async () => {
    const allows = createDecisions(rights, cache, () => clock.now);
    expect(await allows("ben", "article.edit", "news")).toBe(true);
    const asked = allows("ben", "article.edit", "news");
    rights.change({ type: "grant.ended", id: "ben-news", reason: "" });
    expect(await asked).toBe(false);
  });

  test("that run out are refused from that moment on, however long the cache would keep them", async () => {
    clock.now = Date.UTC(2030, 0, 1) - 1;
    expect(await edit("eve")).toMatchObject({ status: 204 });
    clock.now += 1;
    expect(await edit("eve")).toMatchObject({ status: 404 });
  });

  test("are made anew where the cache is down", async () => {
    const down = new Keyv({ store: { get: fail, set: fail, delete: fail, clear: fail, has: fail } });
    const errors: unknown[] = [];
    down.on("error", (error: unknown) => errors.push(error));
    const allows = createDecisions(rights, down, () => clock.now);
    expect(await allows("ben", "article.edit", "news")).toBe(true);
    expect(await allows("ben", "article.edit", "leaks")).toBe(false);
    expect(errors.length).toBeGreaterThan(0);
  });
});

function fail(): never {
  throw new Error("connection refused");
}

test("a permission that is not in the catalogue does not compile", () => {
  expectTypeOf<RequirePermission>()
    .parameter(0)
    .toEqualTypeOf<"article.read" | "article.edit" | "grants.end">();
  // @ts-expect-error a typing mistake
  expect(rights.access.can("ann", "article.edti", "news", 0)).toBe(false);
});
