import { inspect } from "node:util";

import { AuthError, MissingScopeError, RejectedError, UnsupportedError } from "@gatefold/connector-sdk";
import nock from "nock";
import { expect, it } from "vitest";

import { connection, guardNetwork, hosted, KEY, order } from "../test/platform.ts";
import { refusalOf } from "./refusal.ts";
import { ORIGIN } from "./wire.ts";

guardNetwork();

const flaw = (code: string, title: string, at?: string) => ({ code, title, at });

it.each([
  [401, "not_authenticated", AuthError],
  [400, "not_authenticated", AuthError],
  [400, "authentication_failed", AuthError],
  [403, "permission_denied", MissingScopeError],
  [410, "gone", UnsupportedError],
  [400, "invalid", RejectedError],
  [405, "method_not_allowed", RejectedError],
  [409, "conflict", RejectedError],
  [415, "unsupported_media_type", RejectedError],
])("reads %i %s as %O", (status, code, Class) => {
  expect(refusalOf(status, [flaw(code, "Title.")], "images:write")).toBeInstanceOf(Class);
});

it("leaves 404 to the host", () => {
  expect(refusalOf(404, [flaw("not_found", "Not found.")], "images:read")).toBeUndefined();
});

it("names the scope that is missing", () => {
  expect(refusalOf(403, [], "images:write")).toMatchObject({
    message: expect.stringContaining("lacks the scope images:write"),
    details: { scope: "images:write" },
    next: "after-reconnect",
  });
});

it("names the places that Klaviyo points at, shortly and in one line", () => {
  const error = refusalOf(
    400,
    [
      flaw("invalid", "Invalid\r\ninput.", "/data/attributes/name"),
      flaw("invalid", "Again.", "x".repeat(500)),
    ],
    "images:write",
  );
  expect(error?.message).toBe(
    `Klaviyo refused the request: Invalid input (at /data/attributes/name, ${"x".repeat(120)}).`,
  );
});

it("is read from the answer's first error, whatever else the body holds", async () => {
  nock(ORIGIN)
    .post("/api/image-upload")
    .reply(400, {
      errors: [
        {
          id: "e",
          status: 400,
          code: "invalid",
          title: "Invalid input.",
          detail: `Nobody sees this ${KEY}`,
          source: { pointer: "/data/attributes/file" },
          links: {},
          meta: {},
        },
      ],
    });
  await expect(hosted().deliver(connection(), order())).rejects.toMatchObject({
    code: "PLATFORM_REJECTED",
    next: "never",
    message: "Klaviyo refused the request: Invalid input (at /data/attributes/file).",
  });
});

it.each(["", "<html>", "[]", '{"errors":"none"}', '{"errors":[{"code":7}]}'])(
  "is read from the status alone where the body is %j",
  async (body) => {
    nock(ORIGIN).get("/api/accounts").reply(403, body);
    await expect(hosted().host.verify(connection())).rejects.toMatchObject({ code: "PLATFORM_SCOPE" });
  },
);

it("takes a 429 with a long wait for the day's number, and one without a time too", async () => {
  for (const [headers, retryAfter] of [
    [{ "Retry-After": "40000" }, 40_000_000],
    [{}, 900_000],
  ] as const) {
    nock(ORIGIN).post("/api/image-upload").reply(429, { errors: [] }, headers);
    const { deliver, host } = hosted();
    const error = { code: "PLATFORM_DAILY_QUOTA", next: "later", retryAfter };
    await expect(deliver(connection(), order())).rejects.toMatchObject(error);
    await expect(host.ready(connection(), "deliver")).rejects.toMatchObject(error);
  }
});

it("takes a 429 with a short wait for a busy second", async () => {
  nock(ORIGIN).post("/api/image-upload").reply(429, { errors: [] }, { "Retry-After": "1" });
  const { deliver } = hosted();
  await expect(deliver(connection(), order())).rejects.toMatchObject({
    code: "PLATFORM_RATE_LIMITED",
    retryAfter: 1000,
  });
});

it("shows the key in no error and no log line, though Klaviyo repeats it everywhere", async () => {
  for (const status of [400, 401, 403, 404, 409, 410, 415, 429, 500]) {
    nock(ORIGIN)
      .post("/api/image-upload")
      .reply(
        status,
        { errors: [{ code: KEY, title: `no ${KEY}`, detail: KEY, source: { pointer: `/${KEY}` } }] },
        { "x-echo": KEY },
      );
    const { deliver, lines } = hosted();
    const error = await deliver(connection(), order()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(KEY);
    expect(JSON.stringify(error) + JSON.stringify(lines)).not.toContain(KEY);
    expect(lines).toHaveLength(1);
  }
});
