import { inspect } from "node:util";

import nock from "nock";
import { expect, it } from "vitest";

import { connection, delivery, hosted, KEY, order, ORIGIN, read, write } from "../test/example.ts";
import { guardNetwork } from "../test/network.ts";
import { createServers } from "../test/server.ts";
import { RejectedError } from "./index.ts";

guardNetwork();
const serve = createServers();

const account = () => nock(ORIGIN).get("/account");
const pictures = () => nock(ORIGIN).post("/pictures");

it("repeats a read after 429, no sooner than the platform said", async () => {
  const { host, time } = hosted();
  account().reply(429, "", { "Retry-After": "7" });
  account().reply(429, "", { "Retry-After": new Date(time.now + 17_000).toUTCString() });
  account().reply(200, {});
  await host.verify(connection);
  expect(time.slept).toEqual([7000, 10_000]);
});

it("does not wait longer than its patience, says how long, and keeps the bucket shut for that long", async () => {
  const { host, time } = hosted();
  account().reply(429, "", { "Retry-After": "31" });
  const error = { code: "PLATFORM_RATE_LIMITED", next: "later", retryAfter: 31_000 };
  await expect(host.verify(connection)).rejects.toMatchObject(error);
  await expect(host.verify(connection)).rejects.toMatchObject(error);
  expect(time.slept).toEqual([]);
});

it.each([500, 502, 503, 504, 408])(
  "repeats a read after %i, waiting longer each time, four times at most",
  async (status) => {
    const { host, time } = hosted();
    account().times(4).reply(status, "");
    await expect(host.verify(connection)).rejects.toMatchObject({
      code: "PLATFORM_UNAVAILABLE",
      details: { status },
    });
    expect(time.slept).toEqual([500, 1000, 2000]);
  },
);

const reading = (fault: () => RejectedError | undefined) =>
  hosted({
    verify: async ({ http }) => {
      await http.send({ method: "GET", url: `${ORIGIN}/account`, bucket: "read", fault });
      return { id: "acme", name: "Acme" };
    },
  });

it("repeats no 5xx that its connector reads as a refusal, and takes its word", async () => {
  const refused = new RejectedError("The token is over.");
  account().reply(500, "<Fault/>");
  await expect(reading(() => refused).host.verify(connection)).rejects.toThrow("The token is over.");
  account().reply(500, "");
  account().reply(200, {});
  const { host, time } = reading(() => undefined);
  await host.verify(connection);
  expect(time.slept).toHaveLength(1);
});

it("waits half as long at the least, by chance", async () => {
  const { host, time } = hosted({}, { random: () => 0 });
  account().times(4).reply(500, "");
  await expect(host.verify(connection)).rejects.toThrow();
  expect(time.slept).toEqual([250, 500, 1000]);
});

it("waits as long as a 503 says", async () => {
  const { host, time } = hosted();
  account().reply(503, "", { "Retry-After": "9" });
  account().reply(200, {});
  await host.verify(connection);
  expect(time.slept).toEqual([9000]);
});

it.each(["ECONNRESET", "ECONNREFUSED", "ENOTFOUND"])("repeats a read after %s", async (code) => {
  const { host } = hosted();
  account().replyWithError(Object.assign(new Error("x"), { code }));
  account().reply(200, {});
  expect(await host.verify(connection)).toMatchObject({ id: "acme" });
});

it.each([500, 502, 503, 504, 408])(
  "sends a change once, and does not know what came of a %i",
  async (status) => {
    pictures().reply(status, "");
    const { result, time } = await delivery();
    expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN", next: "after-reconcile", details: { status } });
    expect(time.slept).toEqual([]);
  },
);

it("sends a change once, and does not know what came of it when the connection is lost or the time is up", async () => {
  pictures().replyWithError(Object.assign(new Error("x"), { code: "ECONNRESET" }));
  expect((await delivery()).result).toMatchObject({ code: "OUTCOME_UNKNOWN" });
  const { url, requests } = await serve((request) => request.resume());
  const { result } = await delivery({}, { origins: { [ORIGIN]: url }, timeout: 50 });
  expect(result).toMatchObject({ code: "OUTCOME_UNKNOWN", details: { code: "TIMEOUT" } });
  expect(requests).toEqual(["POST /pictures"]);
});

it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "CERT_HAS_EXPIRED"])(
  "knows that nothing was sent after %s",
  async (code) => {
    pictures().replyWithError(Object.assign(new Error("x"), { code }));
    expect((await delivery()).result).toMatchObject({ code: "PLATFORM_UNAVAILABLE", next: "later" });
  },
);

it("sends a change once on 429, so that the next try is decided anew", async () => {
  pictures().reply(429, "", { "Retry-After": "2" });
  const { result, host, time } = await delivery();
  expect(result).toMatchObject({ code: "PLATFORM_RATE_LIMITED", retryAfter: 2000 });
  expect(time.slept).toEqual([]);
  await host.ready(connection, "deliver");
  expect(time.slept).toEqual([2000]);
});

it("takes a 429 that names no time for the day's number where there is one, else for a short wait", async () => {
  pictures().reply(429, "");
  expect((await delivery()).result).toMatchObject({ code: "PLATFORM_DAILY_QUOTA", retryAfter: 900_000 });
  const { host, time } = hosted();
  account().reply(429, "");
  account().reply(200, {});
  await host.verify(connection);
  expect(time.slept).toEqual([500]);
});

it.each([
  [301, "PLATFORM_REJECTED"],
  [302, "PLATFORM_REJECTED"],
  [307, "PLATFORM_REJECTED"],
  [303, "OUTCOME_UNKNOWN"],
])("follows no %i after a change", async (status, code) => {
  pictures().reply(status, "", { location: `${ORIGIN}/elsewhere` });
  expect((await delivery()).result).toMatchObject({ code });
});

it.each([
  [400, "PLATFORM_REJECTED", "never"],
  [401, "PLATFORM_AUTH", "after-reconnect"],
  [403, "PLATFORM_AUTH", "after-reconnect"],
  [404, "PLATFORM_NOT_FOUND", "never"],
  [409, "PLATFORM_REJECTED", "never"],
  [422, "PLATFORM_REJECTED", "never"],
])("reads a %i as %s where the connector says nothing of it", async (status, code, next) => {
  pictures().reply(status, { secret: "body" });
  const { result } = await delivery();
  expect(result).toMatchObject({ code, next, details: { status } });
  expect(inspect(result, { depth: 9 })).not.toContain("body");
});

it("asks the connector first what a refusal means", async () => {
  account().reply(400, { reason: "closed" });
  const { host } = hosted({
    async verify(context) {
      await context.http.send({
        method: "GET",
        url: `${ORIGIN}/account`,
        bucket: "read",
        refusal: ({ status, body }) => new RejectedError(`${status} ${JSON.stringify(body)}`),
      });
      return { id: "", name: "" };
    },
  });
  await expect(host.verify(connection)).rejects.toThrow('400 {"reason":"closed"}');
});

it("sends nothing that changes anything without a permit", async () => {
  const { host } = hosted({
    async reconcile(context) {
      await write(context, {});
      return undefined;
    },
  });
  await expect(host.reconcile(connection, order())).rejects.toThrow("Without a permit");
});

it("waits for nothing between a permit and its change", async () => {
  account().reply(503, "");
  const { result, time } = await delivery({
    async deliver(context) {
      await read(context, "/account");
      throw new Error("not reached");
    },
  });
  expect(result).toMatchObject({ code: "PLATFORM_UNAVAILABLE" });
  expect(time.slept).toEqual([]);
});

it("sends nothing once it is stopped, and stops waiting", async () => {
  const stopped = AbortSignal.abort();
  expect((await delivery({}, {}, stopped)).result).toMatchObject({ code: "CANCELLED", next: "later" });
  const { host } = hosted();
  await expect(host.verify(connection, stopped)).rejects.toMatchObject({ code: "CANCELLED" });
  await expect(host.ready(connection, "deliver", stopped)).rejects.toMatchObject({ code: "CANCELLED" });
  const stop = new AbortController();
  const sleeping = hosted(
    {},
    {
      sleep: async (_ms, signal) => {
        stop.abort();
        signal.throwIfAborted();
      },
    },
  );
  account().reply(500, "");
  await expect(sleeping.host.verify(connection, stop.signal)).rejects.toMatchObject({ code: "CANCELLED" });
});

it("does not know what came of a change that was stopped under way, and does of a read", async () => {
  for (const [verb, code] of [
    ["deliver", "OUTCOME_UNKNOWN"],
    ["verify", "CANCELLED"],
  ] as const) {
    const stop = new AbortController();
    const { url } = await serve(() => stop.abort());
    const deps = { origins: { [ORIGIN]: url } };
    const result =
      verb === "deliver"
        ? (await delivery({}, deps, stop.signal)).result
        : await hosted({}, deps)
            .host.verify(connection, stop.signal)
            .catch((error: unknown) => error);
    expect(result).toMatchObject({ code });
  }
});

it("sends nothing to a name that leads to a private address, nor to what was not declared", async () => {
  const elsewhere = hosted({
    async verify(context) {
      await context.http.send({ method: "GET", url: "https://evil.example/?key=1", bucket: "read" });
      return { id: "", name: "" };
    },
  });
  await expect(elsewhere.host.verify(connection)).rejects.toThrow(
    "nothing was sent to https://evil.example.",
  );
  expect(elsewhere.lines).toEqual([]);
});

it("sends nothing that names no bucket of its own limits", async () => {
  const { host } = hosted({
    async verify(context) {
      await context.http.send({ method: "GET", url: `${ORIGIN}/account`, bucket: "toString" });
      return { id: "", name: "" };
    },
  });
  await expect(host.verify(connection)).rejects.toThrow('a bucket "toString"');
});

it("logs one line a request: where to, without the query, what came of it, and how long it took", async () => {
  const { url } = await serve((request, response) => {
    time.now += 40;
    if (lines.length === 0) response.writeHead(500).end();
    else if (request.url?.startsWith("/mock/")) response.end("{}");
  });
  const { host, lines, time } = hosted(
    {
      async verify(context) {
        await read(context, `/account/${context.secrets.key}?key=${context.secrets.key}`);
        return { id: "acme", name: "Acme" };
      },
    },
    { origins: { [ORIGIN]: `${url}/mock` } },
  );
  await host.verify(connection);
  const line = { connector: "example", connection: "c1", method: "GET", fault: null, ms: 40 };
  expect(JSON.stringify(lines)).not.toContain(KEY);
  expect(lines).toEqual([
    { ...line, url: `${url}/mock/account/[secret]`, status: 500 },
    { ...line, url: `${url}/mock/account/[secret]`, status: 200 },
  ]);
});

it("logs what went wrong where there was no answer", async () => {
  account()
    .times(4)
    .replyWithError(Object.assign(new Error(KEY), { code: "ECONNRESET" }));
  const { host, lines } = hosted();
  await expect(host.verify(connection)).rejects.toThrow();
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatchObject({ status: null, fault: "ECONNRESET", url: `${ORIGIN}/account` });
});
