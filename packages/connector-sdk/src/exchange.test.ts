import { gzipSync } from "node:zlib";
import { inspect } from "node:util";

import { expect, it } from "vitest";

import { fakeTime } from "../test/example.ts";
import { createServers } from "../test/server.ts";
import { createExchange } from "./exchange.ts";
import type { HttpRequest, Lookup } from "./index.ts";

const serve = createServers();
const never = new AbortController().signal;

const exchange = (settings: { lookup?: Lookup; timeout?: number; maxResponseBytes?: number } = {}) =>
  createExchange({
    lookup: async () => [{ address: "127.0.0.1", family: 4 }],
    clock: fakeTime().clock,
    timeout: 5000,
    maxResponseBytes: 1000,
    ...settings,
  });

const get = (url: string): HttpRequest => ({ method: "GET", url, bucket: "read" });
const mapped = (url: string) => ({ url, trusted: true });

it("answers status, headers in lower case, and the body parsed where it is JSON", async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(418, { "X-Tea": "pot", "content-type": "text/plain" }).end('{"a":1}');
  });
  const outcome = await exchange()(mapped(url), get(url), never);
  expect(outcome).toMatchObject({
    kind: "answer",
    response: { status: 418, headers: { "x-tea": "pot" }, body: { a: 1 }, rate: null },
  });
});

it("sends method, JSON as it was given, the headers and no other than HTTP needs", async () => {
  let seen: Record<string, unknown> = {};
  let body = "";
  const { url } = await serve((request, response) => {
    seen = request.headers;
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => response.end());
  });
  await exchange()(
    mapped(url),
    {
      method: "POST",
      url,
      bucket: "b",
      json: { é: [1] },
      headers: { "Content-Type": "application/vnd.api+json" },
    },
    never,
  );
  expect(body).toBe('{"é":[1]}');
  expect(seen).toEqual({
    accept: "application/json",
    "accept-encoding": expect.any(String),
    connection: "close",
    "content-length": "10",
    "content-type": "application/vnd.api+json",
    host: new URL(url).host,
    "user-agent": "Gatefold/0.1",
  });
});

it("follows no redirect", async () => {
  const other = await serve((_request, response) => response.end("stolen"));
  const { url } = await serve((_request, response) => {
    response.writeHead(302, { location: other.url }).end();
  });
  expect(await exchange()(mapped(url), get(url), never)).toMatchObject({ response: { status: 302 } });
  expect(other.requests).toEqual([]);
});

it("ends at the time-out, also when the answer has begun and trickles on", async () => {
  for (const begin of [false, true]) {
    const { url } = await serve((_request, response) => {
      if (begin) response.writeHead(200).write("a");
    });
    expect(await exchange({ timeout: 50 })(mapped(url), get(url), never)).toEqual({
      kind: "lost",
      code: "TIMEOUT",
    });
  }
});

it("reads no answer past the cap, packed ones by what they hold", async () => {
  const { url } = await serve((request, response) => {
    if (request.url === "/plain") response.end("a".repeat(1001));
    else response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("a".repeat(100_000)));
  });
  for (const path of ["/plain", "/packed"]) {
    expect(await exchange()(mapped(url + path), get(url), never)).toEqual({
      kind: "too-large",
      code: "TOO_LARGE",
    });
  }
  const large = { ...get(`${url}/plain`), largest: 1001 };
  expect(await exchange()(mapped(large.url), large, never)).toMatchObject({ kind: "answer" });
});

it("stops when it is told to", async () => {
  const stop = new AbortController();
  const { url } = await serve(() => stop.abort());
  expect(await exchange()(mapped(url), get(url), stop.signal)).toEqual({
    kind: "cancelled",
    code: "CANCELLED",
  });
});

it("tells a connection that was never made from one that was lost", async () => {
  const { url } = await serve((request, response) => {
    if (request.url === "/cut") response.destroy();
    else {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    }
  });
  expect(await exchange()(mapped(`${url}/cut`), get(url), never)).toEqual({
    kind: "lost",
    code: "ECONNRESET",
  });
  expect(await exchange()(mapped(`${url}/half`), get(url), never)).toMatchObject({ kind: "lost" });
  expect(await exchange()(mapped("http://127.0.0.1:1"), get(url), never)).toEqual({
    kind: "unsent",
    code: "ECONNREFUSED",
  });
});

it("connects to no private address under a public name, not even one among public ones", async () => {
  const asked: string[] = [];
  const outcome = await exchange({
    lookup: async (hostname) => {
      asked.push(hostname);
      return [
        { address: "8.8.8.8", family: 4 },
        { address: "::1", family: 6 },
      ];
    },
  })({ url: "https://api.example.com/v1", trusted: false }, get(""), never);
  expect(outcome).toEqual({ kind: "private", code: "GATEFOLD_PRIVATE_ADDRESS" });
  expect(asked).toEqual(["api.example.com"]);
});

it("calls a name that is not there unsent", async () => {
  const outcome = await exchange({
    lookup: async () => {
      throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    },
  })({ url: "https://api.example.com/", trusted: false }, get(""), never);
  expect(outcome).toEqual({ kind: "unsent", code: "ENOTFOUND" });
});

it("keeps nothing of what axios knows in what it answers for a fault", async () => {
  const request = { ...get(""), headers: { authorization: "Key very-secret" } };
  const outcome = await exchange()(mapped("http://127.0.0.1:1/path"), request, never);
  expect(inspect(outcome, { depth: 9, showHidden: true })).not.toMatch(/very-secret|axios/i);
});

it("lets no header's value become a second header", async () => {
  let seen: string[] = [];
  const { url } = await serve((request, response) => {
    seen = Object.keys(request.headers);
    response.end();
  });
  const request = { ...get(url), headers: { authorization: "a\r\nx-evil: 1" } };
  await exchange()(mapped(url), request, never);
  expect(seen).toContain("authorization");
  expect(seen).not.toContain("x-evil");
});
