import { expect, test, vi } from "vitest";
import { createClient } from "./client.ts";

function gatewayThat(...statuses: readonly number[]) {
  let count = 0;
  const fetch = vi.fn<typeof globalThis.fetch>(async () => {
    const status = statuses[Math.min(count, statuses.length - 1)] ?? 200;
    count += 1;
    if (status === 0) throw new TypeError("fetch failed");
    const headers = { "gatefold-revision": String(40 + count) };
    if (status < 400) return Response.json({ id: "x" }, { status, headers });
    return Response.json({ code: "IDEMPOTENCY_UNDER_WAY", detail: "Later.", status }, { status });
  });
  const client = createClient({ url: "http://gate.example", key: "gk_x", fetch, sleep: async () => {} });
  const headersOf = (index: number) => new Headers(fetch.mock.calls[index]?.[1]?.headers);
  return { client, fetch, headersOf };
}

const body = { username: "rik", name: "Rik" };

test("a write whose answer is lost is made again under the same key, and each write has its own", async () => {
  const { client, headersOf } = gatewayThat(0, 409, 201);
  await client.call("users.create", { body });
  const key = headersOf(0).get("idempotency-key");
  expect(key).toMatch(/^[0-9a-f-]{36}$/);
  expect([headersOf(1), headersOf(2)].map((headers) => headers.get("idempotency-key"))).toEqual([key, key]);
  await client.call("users.create", { body });
  expect(headersOf(3).get("idempotency-key")).not.toBe(key);
});

test("a key and a tag of the caller's own are sent as they are, and what only reads carries none", async () => {
  const { client, headersOf } = gatewayThat(200);
  const change = { path: { user: "u" }, body: { name: "R" }, idempotencyKey: "mine", ifMatch: '"e"' };
  await client.call("users.change", change);
  expect(headersOf(0).get("idempotency-key")).toBe("mine");
  expect(headersOf(0).get("if-match")).toBe('"e"');
  await client.call("decisions.make", { body: { permission: "asset.view", at: null } });
  expect(headersOf(1).get("idempotency-key")).toBeNull();
});

test("what was written is read: later calls ask for the revision that the last write made", async () => {
  const { client, headersOf } = gatewayThat(200);
  await client.call("me.get");
  await client.call("users.create", { body });
  await client.call("me.get");
  const asked = [0, 1, 2].map((index) => headersOf(index).get("gatefold-min-revision"));
  expect(asked).toEqual([null, null, "42"]);
});
