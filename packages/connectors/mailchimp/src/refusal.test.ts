import { inspect } from "node:util";

import nock from "nock";
import { expect, it } from "vitest";

import { connection, FILES, guardNetwork, hosted, KEY, order, ORIGIN, problem } from "../test/platform.ts";

guardNetwork();

const HTML = "<html>Access denied</html>";

it.each([
  [401, problem(401, "API Key Invalid"), "PLATFORM_AUTH", "after-reconnect", "it was revoked"],
  [401, HTML, "PLATFORM_AUTH", "after-reconnect", "connect it with a new one"],
  [403, problem(403, "Forbidden"), "PLATFORM_SCOPE", "after-reconnect", "(Forbidden: Some detail)"],
  [403, problem(403, "Wrong Datacenter"), "PLATFORM_AUTH", "after-reconnect", "another data centre"],
  [403, "", "PLATFORM_RATE_LIMITED", "later", "too many requests"],
  [403, HTML, "PLATFORM_RATE_LIMITED", "later", "too many requests"],
  [404, problem(404, "Resource Not Found"), "PLATFORM_NOT_FOUND", "never", "no such thing"],
  [
    400,
    problem(400, "Invalid Resource", { errors: [{ field: "file_data", message: "No." }] }),
    "PLATFORM_REJECTED",
    "never",
    "Invalid Resource (at file_data).",
  ],
  [400, problem(400, "Bad Request"), "PLATFORM_REJECTED", "never", "Bad Request: Some detail."],
  [400, { errors: "none", title: 7 }, "PLATFORM_REJECTED", "never", "Mailchimp refused the request"],
  [405, problem(405, "Method Not Allowed"), "PLATFORM_REJECTED", "never", "Method Not Allowed"],
  [409, HTML, "PLATFORM_REJECTED", "never", "an answer in an unknown form (409)"],
  [413, HTML, "PLATFORM_REJECTED", "never", "a smaller version"],
  [414, problem(414, "Resource Nesting Too Deep"), "PLATFORM_REJECTED", "never", "Nesting"],
  [422, problem(422, "Requested Fields Invalid"), "PLATFORM_REJECTED", "never", "Fields Invalid"],
  [426, problem(426, "Upgrade Required"), "PLATFORM_UNSUPPORTED", "never", "TLS 1.2"],
  [429, problem(429, "Too Many Requests"), "PLATFORM_RATE_LIMITED", "later", ""],
  [429, "", "PLATFORM_RATE_LIMITED", "later", ""],
  [500, problem(500, "Internal Server Error"), "OUTCOME_UNKNOWN", "after-reconcile", "look there"],
  [502, HTML, "OUTCOME_UNKNOWN", "after-reconcile", "look there"],
  [302, "", "PLATFORM_REJECTED", "never", "redirect"],
] as const)("reads %i %o as %s, %s: %s", async (status, body, code, next, words) => {
  nock(ORIGIN).post(FILES).reply(status, body, { location: "https://elsewhere.example/" });
  await expect(hosted().deliver(connection(), order())).rejects.toMatchObject({
    code,
    next,
    message: expect.stringContaining(words),
  });
});

it("says how long to wait where Mailchimp does, and half a minute where it turns away without a word", async () => {
  nock(ORIGIN).post(FILES).reply(429, "", { "Retry-After": "7" });
  await expect(hosted().deliver(connection(), order())).rejects.toMatchObject({ retryAfter: 7000 });
  nock(ORIGIN).post(FILES).reply(403);
  await expect(hosted().deliver(connection(), order())).rejects.toMatchObject({ retryAfter: 30_000 });
});

it.each([
  ["nothing was sent", "ECONNREFUSED", "PLATFORM_UNAVAILABLE"],
  ["it broke off", "ECONNRESET", "OUTCOME_UNKNOWN"],
])("tells when %s", async (_what, errno, code) => {
  nock(ORIGIN)
    .post(FILES)
    .replyWithError(Object.assign(new Error("no"), { code: errno }));
  await expect(hosted().deliver(connection(), order())).rejects.toMatchObject({ code });
});

it("shows the key in no error and no log line, though Mailchimp repeats it everywhere", async () => {
  for (const status of [400, 401, 403, 404, 409, 426, 429, 500]) {
    const echo = { ...problem(status, `no ${KEY}`), detail: KEY, errors: [{ field: KEY, message: KEY }] };
    nock(ORIGIN).post(FILES).reply(status, echo, { "x-echo": KEY });
    const { deliver, lines } = hosted();
    const error = await deliver(connection(), order()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(KEY);
    expect(JSON.stringify(error) + JSON.stringify(lines)).not.toContain(KEY);
    expect(lines).toHaveLength(1);
  }
});
