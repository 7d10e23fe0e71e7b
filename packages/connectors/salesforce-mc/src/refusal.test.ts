import nock from "nock";
import { expect, it } from "vitest";

import {
  ASSETS,
  AUTH,
  connection,
  gives,
  guardNetwork,
  hosted,
  order,
  placed,
  rest,
  UNIT,
} from "../test/platform.ts";

guardNetwork();

/** How Content Builder may fail while a picture is sent, and what is to be made of it. */
it.each([
  [
    "400 with fields",
    400,
    { message: "No", errorcode: 10_006, validationErrors: [{ message: "file: bad" }] },
    "PLATFORM_REJECTED",
    "never",
    "No; file: bad",
  ],
  [
    "400 of another unit's folder",
    400,
    { Message: "Unable to find a Category whose Id is '9'", ErrorCode: 10_001 },
    "PLATFORM_REJECTED",
    "never",
    "no folder 9",
  ],
  [
    "403 with a code",
    403,
    { Message: "Insufficient privileges", ErrorCode: 20_002 },
    "PLATFORM_SCOPE",
    "after-reconnect",
    "saved_content_write",
  ],
  ["403 without one", 403, "<html>Forbidden</html>", "PLATFORM_AUTH", "after-reconnect", "IP allow-list"],
  [
    "404",
    404,
    { message: "Object not found", errorcode: 30_003 },
    "PLATFORM_NOT_FOUND",
    "never",
    "no such thing",
  ],
  ["409", 409, { message: "Conflict" }, "PLATFORM_REJECTED", "never", "Conflict"],
  ["422", 422, "", "PLATFORM_REJECTED", "never", "no reason given"],
  ["429 that says how long", 429, { errorcode: 50_100, retryAfter: 5 }, "PLATFORM_RATE_LIMITED", "later", ""],
  ["500", 500, { message: "Oops", errorcode: 10_000 }, "OUTCOME_UNKNOWN", "after-reconcile", "look there"],
  ["503 in HTML", 503, "<html>", "OUTCOME_UNKNOWN", "after-reconcile", "look there"],
  ["a redirect", 302, "", "PLATFORM_REJECTED", "never", "redirect"],
  ["truncated JSON", 201, '{"id": 70', "OUTCOME_UNKNOWN", "after-reconcile", ""],
])("%s", async (_what, status, body, code, next, words) => {
  const { deliver } = hosted();
  gives();
  placed();
  rest()
    .post(ASSETS)
    .reply(status, body, status === 429 ? { "Retry-After": "5" } : {});
  // Refused for what might mean that it is there already, it looks.
  if (code === "PLATFORM_REJECTED") rest().post(`${ASSETS}/query`).times(2).reply(200, { items: [] });
  await expect(deliver(connection(), order())).rejects.toMatchObject({
    code,
    next,
    message: expect.stringContaining(words),
    ...(status === 429 && { retryAfter: 5000 }),
  });
});

it("waits two minutes where it is blocked without a word how long", async () => {
  const { deliver, host } = hosted();
  gives();
  placed();
  rest().post(ASSETS).reply(429, { message: "temporarily blocked", errorcode: 50_200 });
  await expect(deliver(connection(), order())).rejects.toMatchObject({ next: "later", retryAfter: 120_000 });
  await expect(host.ready(connection(), "deliver")).rejects.toMatchObject({ retryAfter: 120_000 });
});

it.each([
  [401, { error: "invalid_client", error_description: "no" }, "PLATFORM_AUTH", "client id"],
  [400, { error: "invalid_scope" }, "PLATFORM_SCOPE", "lacks a scope"],
  [400, { error: "invalid_request" }, "CONNECTOR_CONFIG", `business unit ${UNIT}`],
  [403, "<html>", "PLATFORM_AUTH", "IP allow-list"],
  [404, "<html>", "PLATFORM_NOT_FOUND", ""],
  [200, { token_type: "Bearer" }, "PLATFORM_UNREADABLE", "form this connector does not know"],
  [429, { error: "too_many_requests" }, "PLATFORM_RATE_LIMITED", ""],
  [500, "", "PLATFORM_UNAVAILABLE", "trouble"],
])("a token's door that answers %i %j", async (status, body, code, words) => {
  nock(AUTH)
    .post("/v2/token")
    .times(status === 429 || status === 500 ? 4 : 1)
    .reply(status, body);
  await expect(hosted().host.verify(connection())).rejects.toMatchObject({
    code,
    message: expect.stringContaining(words),
  });
});

const info = (member_id: unknown) =>
  nock(AUTH, { reqheaders: { authorization: "Bearer token-1" } })
    .get("/v2/userinfo")
    .reply(200, { organization: { member_id, enterprise_name: "Acme" } });

it("says whose business unit it is, and takes no other than the one that was named", async () => {
  const { host } = hosted();
  gives();
  info(510_001);
  expect(await host.verify(connection())).toEqual({ id: UNIT, name: `Acme (${UNIT})` });
  info("510002");
  await expect(host.verify(connection())).rejects.toMatchObject({ code: "CONNECTOR_CONFIG" });
});

it.each([
  { subdomain: "mc0123456789abcdef012345678" },
  { subdomain: "xx0123456789abcdef0123456789" },
  { subdomain: "mc0123456789.evil.example/0?" },
  { accountId: "510001'" },
  { folderId: "0 or 1" },
])("refuses the settings %j before anything is sent", async (settings) => {
  await expect(hosted().host.verify(connection(settings))).rejects.toMatchObject({
    code: "CONNECTOR_CONFIG",
  });
});
