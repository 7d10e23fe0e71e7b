import { expect, test, vi } from "vitest";
import { z } from "zod";
import { createApi, pathOf } from "./api.ts";

const KEY = "gk_abc_secretsecretsecret";
const thing = z.object({ id: z.string() });

function apiThat(answer: () => Response | Promise<Response>) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => answer());
  const api = createApi({ url: "http://127.0.0.1:8080", key: KEY, fetch });
  const sent = () => {
    const [url, init] = fetch.mock.calls[0] ?? [];
    return {
      url: url instanceof URL ? url.href : url,
      init,
      headers: Object.fromEntries(new Headers(init?.headers)),
    };
  };
  return { api, sent };
}

const problem = (status: number, code: string, detail: string) =>
  Response.json({ type: "x", title: "x", status, code, detail }, { status });

test("a call carries the key, what is asked and how long it may take, and follows no redirect", async () => {
  const { api, sent } = apiThat(() => Response.json({ id: "1", more: true }));
  const call = {
    method: "POST",
    path: pathOf("things", "a/b"),
    query: { at: "x y", none: undefined },
  } as const;
  expect(await api.call({ ...call, json: { name: "é" }, waitSeconds: 9 }, thing)).toEqual({ id: "1" });
  expect(sent().url).toBe("http://127.0.0.1:8080/v1/things/a%2Fb?at=x+y");
  expect(sent().init).toMatchObject({ method: "POST", body: '{"name":"é"}', redirect: "error" });
  expect(sent().headers).toEqual({
    accept: "application/json",
    authorization: `Bearer ${KEY}`,
    "content-type": "application/json",
    prefer: "wait=9",
  });
});

test("read answers the JSON as it came beside what was read of it", async () => {
  const { api } = apiThat(() => new Response('{"id":"1",  "more":true}'));
  expect(await api.read({ path: "/v1/x" }, thing)).toEqual({
    value: { id: "1" },
    text: '{"id":"1",  "more":true}',
  });
});

test.each([
  [404, "NOT_FOUND", "not here or not yours", 4, "Not here or not yours."],
  [403, "NO_GRANT", "You may not.", 1, "You may not."],
  [400, "INVALID_REQUEST", "Say what!", 2, "Say what!"],
  [503, "STALE", "Later", 3, "Later."],
  [
    401,
    "UNAUTHENTICATED",
    "Send a key",
    1,
    "This key opens nothing: it has ended, or its owner is suspended.",
  ],
])(
  "%d %s ends a command with its sentence and status",
  async (status, code, detail, exitStatus, sentence) => {
    const { api } = apiThat(() => problem(status, code, detail));
    await expect(api.call({ path: "/v1/x" }, thing)).rejects.toMatchObject({
      code,
      message: sentence,
      status: exitStatus,
      problem: { code, detail },
    });
  },
);

test.each([
  ["a page", () => new Response("<html>hello</html>")],
  ["an error page", () => new Response("<html>oops</html>", { status: 502 })],
  ["JSON of another kind", () => Response.json({ hello: "world" })],
  ["nothing", () => new Response(null)],
])("%s is no gateway's answer", async (_what, answer) => {
  const { api } = apiThat(answer);
  await expect(api.call({ path: "/v1/x" }, thing)).rejects.toMatchObject({
    code: "NOT_A_GATEWAY",
    status: 3,
  });
});

test("who can't be reached is said, and the key is in no error", async () => {
  const { api } = apiThat(() => Promise.reject(new TypeError("fetch failed")));
  const error: unknown = await api.call({ path: "/v1/x" }, thing).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: "UNREACHABLE",
    status: 3,
    message: "No gateway answers at http://127.0.0.1:8080.",
  });
  expect(JSON.stringify(error)).not.toContain("secret");
});
