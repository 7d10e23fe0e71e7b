import { describe, expect, test, vi } from "vitest";
import { createClient } from "./client.ts";
import type { ClientSettings } from "./settings.ts";

const KEY = "gk_abc_secretsecretsecret";

/** A gateway that gives these answers, one after another; the last one from then on. */
function gatewayThat(
  answers: readonly (() => Response | Promise<Response>)[],
  settings: Partial<ClientSettings> = {},
) {
  let count = 0;
  const fetch = vi.fn<typeof globalThis.fetch>(async () => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    return answer?.() ?? Response.error();
  });
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const client = createClient({ url: "http://gate.example/", key: KEY, fetch, sleep, ...settings });
  const sent = (index = 0) => {
    const [url, init] = fetch.mock.calls[index] ?? [];
    return {
      url: url instanceof URL ? url.href : url,
      init,
      headers: Object.fromEntries(new Headers(init?.headers)),
    };
  };
  return { client, fetch, sent, slept };
}

const ok = (body: unknown, revision = 7) =>
  Response.json(body, { headers: { "gatefold-revision": String(revision), etag: '"e"' } });

const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ type: "x", title: "x", status, code, detail: "No.", more: 1 }, { status, headers });

describe("a call", () => {
  test("sends path, query, body and key, and follows no redirect", async () => {
    const { client, sent } = gatewayThat([() => ok({ id: "gra_1" })]);
    await client.call("users.get", { path: { user: "a/b" }, query: { at: "x y" } });
    expect(sent().url).toBe("http://gate.example/v1/users/a%2Fb?at=x+y");
    expect(sent().init).toMatchObject({ method: "GET", redirect: "error", body: null });
    expect(sent().headers).toEqual({ accept: "application/json", authorization: `Bearer ${KEY}` });
    const body = { role: "r", user: "é", reason: undefined };
    await client.call("grants.give", { body, waitSeconds: 9, preview: "h4sh" });
    expect(sent(1).init?.body).toBe('{"role":"r","user":"é"}');
    expect(sent(1).headers).toMatchObject({
      "content-type": "application/json",
      prefer: "wait=9",
      "gatefold-preview": "h4sh",
    });
  });

  test("answers what came, with its text, revision and tag", async () => {
    const text = '{"id":"1",  "more":true}';
    const headers = { "gatefold-revision": "12", etag: '"abc"' };
    const { client } = gatewayThat([() => new Response(text, { headers })]);
    expect(await client.answer("folders.get", { path: { folder: "f" } })).toEqual({
      value: { id: "1", more: true },
      text,
      status: 200,
      revision: 12,
      etag: '"abc"',
    });
  });

  test("sends bytes as they are, with their type", async () => {
    const { client, sent } = gatewayThat([() => ok({})]);
    const body = new Blob(["bytes"], { type: "image/png" });
    await client.call("assets.upload", { query: { folder: "f", name: "a.png" }, body });
    expect(sent().init?.body).toBe(body);
    expect(sent().headers["content-type"]).toBe("image/png");
  });

  test.each(["", ".", ".."])(
    "is not sent with %j for a name in its path: it would lead elsewhere",
    async (user) => {
      const { client, fetch } = gatewayThat([() => ok({})]);
      await expect(client.call("users.get", { path: { user } })).rejects.toThrow(TypeError);
      expect(fetch).not.toHaveBeenCalled();
    },
  );
});

describe("a refusal", () => {
  test("is an error with the code, the sentence and the facts", async () => {
    const { client } = gatewayThat([() => problem(403, "NO_GRANT", { "x-request-id": "req_1" })]);
    await expect(client.call("me.get")).rejects.toMatchObject({
      name: "GatefoldApiError",
      code: "NO_GRANT",
      status: 403,
      message: "No.",
      requestId: "req_1",
      retryAfterMs: null,
      problem: { more: 1 },
    });
  });

  test.each([
    [503, "STALE"],
    [429, "TOO_MANY_REQUESTS"],
  ])("%d %s is waited for as long as it says, and asked again", async (status, code) => {
    const later = () => problem(status, code, { "retry-after": "2" });
    const { client, fetch, slept } = gatewayThat([later, later, () => ok({ user: {} })]);
    expect(await client.call("me.get")).toEqual({ user: {} });
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(slept).toEqual([2000, 2000]);
  });

  test("that says to wait longer than one would, or too often, is thrown", async () => {
    const long = gatewayThat([() => problem(429, "TOO_MANY_REQUESTS", { "retry-after": "31" })]);
    await expect(long.client.call("me.get")).rejects.toMatchObject({ retryAfterMs: 31_000 });
    expect(long.slept).toEqual([]);
    const often = gatewayThat([() => problem(503, "STALE")], { retries: 2 });
    await expect(often.client.call("me.get")).rejects.toMatchObject({ code: "STALE" });
    expect(often.slept).toEqual([200, 400]);
  });

  test.each([404, 409, 500])("of any other kind (%d) is not repeated", async (status) => {
    const { client, fetch } = gatewayThat([() => problem(status, "SOMETHING")]);
    await expect(client.call("me.get")).rejects.toMatchObject({ code: "SOMETHING" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

const lost = () => Promise.reject(new TypeError(`fetch failed with ${KEY}`));

describe("no answer", () => {
  test("is asked for again, then said, and the key is in no error", async () => {
    const { client, fetch } = gatewayThat([lost], { retries: 1 });
    const error: unknown = await client.call("me.get").catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringContaining("http://gate.example"),
    });
    expect(JSON.stringify(error) + String(error)).not.toContain("secret");
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test("in time is a timeout", async () => {
    const hanging = gatewayThat([lost], { retries: 0, timeoutMs: 5 });
    hanging.fetch.mockImplementation(
      (_url, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)),
        ),
    );
    await expect(hanging.client.call("me.get")).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  test.each([
    ["a page", () => new Response("<html>hello</html>")],
    ["an error page", () => new Response("<html>oops</html>", { status: 502 })],
    ["JSON of another kind", () => Response.json({ hello: "world" })],
    ["nothing", () => new Response(null)],
  ])("of a gateway is %s", async (_what, answer) => {
    const { client } = gatewayThat([answer]);
    await expect(client.call("me.get")).rejects.toMatchObject({ code: "NOT_A_GATEWAY" });
  });

  test("is waited for once the call is called off", async () => {
    const off = new AbortController();
    const { client, fetch } = gatewayThat([() => problem(503, "STALE")], {
      sleep: async () => off.abort(new Error("enough")),
    });
    fetch.mockImplementationOnce(async () => problem(503, "STALE"));
    fetch.mockImplementation(async (_url, init) => {
      init?.signal?.throwIfAborted();
      return problem(503, "STALE");
    });
    await expect(client.call("me.get", { signal: off.signal })).rejects.toThrow("enough");
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});

test("a list is walked page by page, and no further than it is wanted", async () => {
  const { client, sent, fetch } = gatewayThat([
    () => ok({ items: [{ id: "1" }, { id: "2" }], next: "c" }),
    () => ok({ items: [{ id: "3" }], next: null }),
  ]);
  const ids: string[] = [];
  for await (const { id } of client.items("users.list", { query: { limit: 2 } })) ids.push(id);
  expect(ids).toEqual(["1", "2", "3"]);
  expect(sent(1).url).toBe("http://gate.example/v1/users?limit=2&cursor=c");
  const walk = client.items("users.list");
  await walk.next();
  await walk.return();
  expect(fetch).toHaveBeenCalledTimes(3);
});

test("a list is asked for in the largest pages, unless told otherwise", async () => {
  const { client, sent } = gatewayThat([() => ok({ items: [], next: null })]);
  await client.items("users.list").next();
  expect(sent().url).toBe("http://gate.example/v1/users?limit=200");
});
