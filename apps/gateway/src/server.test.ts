import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { caller, createWorld, must, serve } from "../test/world.ts";
import { serveGateway } from "./server.ts";

const anywhere = { host: "127.0.0.1", port: 0, contentPort: 0, apiUrl: null, contentUrl: null };

describe("a gateway that is stopped", () => {
  it("lets a request under way end, takes no new one, and closes the store last", async () => {
    const reached = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const order: string[] = [];
    const world = await createWorld({
      wrap: (store) => ({
        ...store,
        journal: {
          ...store.journal,
          verify: async (account) => {
            reached.resolve();
            await go.promise;
            order.push("answered");
            return store.journal.verify(account);
          },
        },
        close: async () => {
          order.push("store closed");
          await store.close();
        },
      }),
    });
    const ada = await world.found();
    const slow = world.call(ada.token, "POST /v1/journal/verify");
    await reached.promise;
    const closed = world.running.close();
    await expect(world.call(ada.token, "GET /v1/me")).rejects.toThrow("fetch failed");
    go.resolve();
    expect((await slow).status).toBe(200);
    await closed;
    expect(order).toEqual(["answered", "store closed"]);
    await world.end();
  });

  it("waits for a request no longer than it is told to", async () => {
    const reached = Promise.withResolvers<void>();
    const world = await createWorld({
      wrap: (store) => ({
        ...store,
        journal: {
          ...store.journal,
          verify: () => {
            reached.resolve();
            return new Promise(() => {});
          },
        },
      }),
    });
    const ada = await world.found();
    const impatient = await serveGateway({ ...anywhere, stopWithinMs: 20 }, world.dependencies);
    const slow = caller(() => impatient.apiUrl)(ada.token, "POST /v1/journal/verify");
    await Promise.all([
      expect(slow).rejects.toThrow("fetch failed"),
      reached.promise.then(() => impatient.close()),
    ]);
    await world.end();
  });

  it("is stopped as soon as the last answer is out, though its connection is kept alive", async () => {
    const reached = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const world = await createWorld({
      wrap: (store) => ({
        ...store,
        journal: {
          ...store.journal,
          verify: async (account) => {
            reached.resolve();
            await go.promise;
            return store.journal.verify(account);
          },
        },
      }),
    });
    const ada = await world.found();
    const patient = await serveGateway({ ...anywhere, stopWithinMs: 60_000 }, world.dependencies);
    const slow = caller(() => patient.apiUrl)(ada.token, "POST /v1/journal/verify");
    await reached.promise;
    let over = false;
    const closed = patient.close().then(() => (over = true));
    go.resolve();
    expect((await slow).status).toBe(200);
    // Node itself would hold it for the five seconds of keep-alive.
    await expect.poll(() => over, { timeout: 3000 }).toBe(true);
    await closed;
    await world.end();
  });

  it("can be told twice", async () => {
    const world = await createWorld();
    await Promise.all([world.running.close(), world.running.close()]);
    await expect(world.call("gk_x", "GET /v1/me")).rejects.toThrow("fetch failed");
    await world.end();
  });
});

describe("a gateway that starts", () => {
  it("listens on neither port where one is taken", async () => {
    const world = await createWorld();
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const taken = typeof address === "object" && address ? address.port : 0;
    const settings = { ...anywhere, contentPort: taken, stopWithinMs: 0 };
    await expect(serveGateway(settings, world.dependencies)).rejects.toMatchObject({ code: "EADDRINUSE" });
    other.close();
    await world.end();
  });

  it("says where it is reached: where it listens, or where it is told", async () => {
    const world = await createWorld();
    const { apiUrl, port, contentUrl, contentPort } = world.running;
    expect({ apiUrl, contentUrl }).toEqual({
      apiUrl: `http://127.0.0.1:${port}`,
      contentUrl: `http://127.0.0.1:${contentPort}`,
    });
    const told = await serveGateway(
      {
        ...anywhere,
        apiUrl: "https://api.example.org",
        contentUrl: "https://pull.example.org",
        stopWithinMs: 0,
      },
      world.dependencies,
    );
    expect([told.apiUrl, told.contentUrl]).toEqual(["https://api.example.org", "https://pull.example.org"]);
    await told.close();
    await world.end();
  });
});

describe("health", () => {
  it("needs no key, and is 503 while the store does not answer", async () => {
    let broken = false;
    const world = await createWorld({
      wrap: (store) => ({
        ...store,
        queue: {
          ...store.queue,
          nextAt: async () => {
            if (broken) throw new Error("no store");
            return store.queue.nextAt();
          },
        },
      }),
    });
    const get = async () => {
      const response = await fetch(`${world.running.apiUrl}/v1/health`);
      return [response.status, response.headers.get("retry-after")];
    };
    expect(await get()).toEqual([200, null]);
    broken = true;
    expect(await get()).toEqual([503, "1"]);
    broken = false;
    await world.end();
  });
});

async function ready(url: string) {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("readiness", () => {
  it("is said of each part, and who is alive is not thereby ready", async () => {
    let trouble: "" | "away" | "version" | "head" = "";
    const world = await createWorld({
      wrap: (store) => ({
        ...store,
        survey: {
          ...store.survey,
          async database() {
            if (trouble === "away") throw new Error("postgres://gatefold:hunter2@db is away");
            const facts = await store.survey.database();
            return trouble === "version" ? { ...facts, migrations: { missing: ["x"], unknown: [] } } : facts;
          },
        },
        journal: {
          ...store.journal,
          head: (account) =>
            trouble === "head" ? Promise.reject(new Error("no head")) : store.journal.head(account),
        },
      }),
    });
    await world.found();
    const ok = { database: "ok", tables: "ok", decisions: "ok", serving: "ok" };
    expect(await ready(world.running.apiUrl)).toEqual({ status: 200, body: { status: "ok", parts: ok } });
    for (const [kind, parts] of [
      ["away", { ...ok, database: "no answer", tables: "not known", decisions: "not known" }],
      ["version", { ...ok, tables: "of another version", decisions: "not known" }],
      ["head", { ...ok, decisions: "stale" }],
    ] as const) {
      trouble = kind;
      world.clock.now += 1000;
      const { status, body } = await ready(world.running.apiUrl);
      expect({ status, code: body["code"], parts: body["parts"] }).toEqual({
        status: 503,
        code: "STALE",
        parts,
      });
      expect(JSON.stringify(body)).not.toContain("hunter2");
      expect((await fetch(`${world.running.apiUrl}/healthz`)).status).toBe(200);
    }
    trouble = "";
    expect((await ready(world.running.apiUrl)).status, "looks once a second at most").toBe(503);
    await world.end();
  });

  it("is turned off before a stop takes no more requests", async () => {
    const world = await createWorld();
    const seen: unknown[] = [];
    const wait = async (ms: number) => {
      const { status, body } = await ready(running.apiUrl);
      const alive = await fetch(`${running.apiUrl}/healthz`);
      seen.push(ms, status, (body["parts"] as Record<string, unknown>)["serving"], alive.status);
    };
    const running = await serveGateway(
      { ...anywhere, apiUrl: null, contentUrl: null, stopWithinMs: 0, drainMs: 5000, wait },
      world.dependencies,
    );
    await running.close();
    expect(seen).toEqual([5000, 503, "stopping", 200]);
    await expect(fetch(`${running.apiUrl}/healthz`)).rejects.toThrow("fetch failed");
    await world.end();
  });
});

it("a second gateway has seen what was written on the first where it is asked to, and else says STALE", async () => {
  const world = await createWorld();
  const second = await serve(world.dependencies);
  const there = caller(() => second.apiUrl);
  const ada = await world.found();
  const users = (headers: Record<string, string>) =>
    there<{ items: unknown[] }>(ada.token, "GET /v1/users", undefined, headers);
  expect(must(await users({}), 200).items).toHaveLength(1);
  const made = await world.call(ada.token, "POST /v1/users", { username: "new", name: "New" });
  const revision = made.headers.get("gatefold-revision") ?? "";
  expect(must(await users({ "gatefold-min-revision": revision }), 200).items).toHaveLength(2);
  const ahead = await users({ "gatefold-min-revision": String(Number(revision) + 1) });
  expect(ahead).toMatchObject({ status: 503, body: { code: "STALE" } });
  expect((await users({ "gatefold-min-revision": "soon" })).status).toBe(400);
  await second.close();
  await world.end();
});

it("a second gateway over the same store shuts a suspended person out within half a second", async () => {
  const world = await createWorld();
  const second = await serve(world.dependencies);
  const there = caller(() => second.apiUrl);
  const ada = await world.found();
  const bea = await world.person(ada, "bea");
  expect((await there(bea.token, "GET /v1/me")).status).toBe(200);
  must(await world.call(ada.token, `PATCH /v1/users/${bea.id}`, { status: "suspended" }), 200);
  world.clock.now += 501;
  expect((await there(bea.token, "GET /v1/me")).status).toBe(401);
  await second.close();
  await world.end();
});
