import { expect, test, vi } from "vitest";
import { createApi } from "./api.ts";

const KEY = "gk_abc_secretsecretsecret";

function apiThat(answer: () => Response | Promise<Response>) {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => answer());
  return createApi({ url: "http://127.0.0.1:8080", key: KEY, fetch });
}

const problem = (status: number, code: string, detail: string) =>
  Response.json(
    { type: "x", title: "x", status, code, detail },
    { status, headers: { "retry-after": "99" } },
  );

test.each([
  [404, "NOT_FOUND", "not here or not yours", 4, "Not here or not yours."],
  [403, "NO_GRANT", "You may not.", 1, "You may not."],
  [400, "INVALID_REQUEST", "body.name: Say what!", 2, "Name: Say what!"],
  [503, "STALE", "Later", 3, "Later."],
  [429, "TOO_MANY_REQUESTS", "Later", 1, "Later."],
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
    const api = apiThat(() => problem(status, code, detail));
    await expect(api.call("me.get")).rejects.toMatchObject({
      code,
      message: sentence,
      status: exitStatus,
      problem: { code, detail },
    });
    await expect(api.items("users.list").next()).rejects.toMatchObject({ code, status: exitStatus });
  },
);

test("what is no gateway is said", async () => {
  const api = apiThat(() => new Response("<html>hello</html>"));
  await expect(api.call("me.get")).rejects.toMatchObject({ code: "NOT_A_GATEWAY", status: 3 });
});

test("who can't be reached is said, and the key is in no error", async () => {
  const api = apiThat(() => Promise.reject(new TypeError("fetch failed")));
  const error: unknown = await api.answer("me.get").catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: "UNREACHABLE",
    status: 3,
    message: "No gateway answers at http://127.0.0.1:8080.",
  });
  expect(JSON.stringify(error)).not.toContain("secret");
});
