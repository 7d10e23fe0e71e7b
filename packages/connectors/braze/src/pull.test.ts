import { expect, it } from "vitest";

import { connection, hosted, PASSWORD } from "../test/platform.ts";

const inbound = hosted().host.inbound!;
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
const GOOD = { authorization: basic(`gatefold:${PASSWORD}`) };
const PLACEMENT = "pl_0123456789abcdef";

const ask = (
  headers: Record<string, string>,
  parts: Record<string, unknown> = {},
  secrets: Record<string, unknown> = { pullPassword: PASSWORD },
) =>
  inbound.authenticate(connection({}, secrets), {
    method: "GET",
    path: `/${PLACEMENT}`,
    query: new URLSearchParams(),
    headers: { "user-agent": "Braze Sender 75e4", accept: "*/*", ...headers },
    body: new Uint8Array(),
    ...parts,
  });

it.each([
  ["Basic", GOOD, {}],
  ["the stored header", { "x-gatefold-key": PASSWORD }, {}],
  ["both", { ...GOOD, "x-gatefold-key": PASSWORD }, {}],
  ["POST", GOOD, { method: "POST", body: Buffer.from("a=b") }],
  ["another user agent", { ...GOOD, "user-agent": "curl" }, {}],
  ["the placement in the query", GOOD, { path: "/", query: new URLSearchParams({ placement: PLACEMENT }) }],
])("believes a request with %s", async (_what, headers, parts) => {
  expect(await ask(headers, parts)).toEqual({ placement: PLACEMENT, replayKey: null, issuedAt: null });
});

it.each([
  ["no proof but the user agent", {}, {}],
  ["another password", { authorization: basic(`gatefold:${PASSWORD}x`) }, {}],
  ["another user", { authorization: basic(`x:${PASSWORD}`) }, {}],
  ["no scheme", { authorization: PASSWORD }, {}],
  ["an empty header", { "x-gatefold-key": "" }, {}],
  ["one proof right and one wrong", { ...GOOD, "x-gatefold-key": "x" }, {}],
  ["a name of every object", { "x-gatefold-key": "undefined" }, {}],
  ["no placement", GOOD, { path: "/" }],
  ["a path too deep", GOOD, { path: `/${PLACEMENT}/x` }],
  ["a placement that can be guessed", GOOD, { path: "/1" }],
  ["two placements", GOOD, { query: new URLSearchParams({ placement: PLACEMENT }) }],
  ["another method", GOOD, { method: "DELETE" }],
  ["too much", GOOD, { body: new Uint8Array(70_000) }],
])("does not believe one with %s", async (_what, headers, parts) => {
  await expect(ask(headers, parts)).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
});

it("believes nobody where no password is set", async () => {
  for (const headers of [
    GOOD,
    { authorization: basic("gatefold:") },
    { authorization: basic("gatefold:undefined") },
    { "x-gatefold-key": "undefined" },
  ])
    await expect(ask(headers, {}, {})).rejects.toMatchObject({ code: "PULL_NOT_AUTHENTIC" });
});

it("answers JSON that may be kept, and 404 with nothing in it for all else", () => {
  const picture = {
    kind: "picture" as const,
    url: "https://gateway.example/p/x",
    alt: 'A "hero"',
    width: 10,
    height: 20,
    mime: "image/png",
    keepFor: 300_500,
  };
  const { kind: _kind, keepFor: _keepFor, ...shown } = picture;
  const answer = inbound.render(picture);
  expect(answer).toMatchObject({
    status: 200,
    headers: { "content-type": "application/json", "cache-control": "max-age=300" },
  });
  expect(JSON.parse(answer.body)).toEqual(shown);
  expect(inbound.render({ kind: "nothing" })).toEqual({
    status: 404,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: "",
  });
  expect(inbound.within).toBe(2000);
});
