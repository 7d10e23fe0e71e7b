import { inspect } from "node:util";

import nock from "nock";
import { expect, it } from "vitest";

import { connection, exact, guardNetwork, hosted, KEY, order, ORIGIN } from "../test/platform.ts";
import braze from "./index.ts";

guardNetwork();

const create = () => nock(ORIGIN).post("/media_library/create");

it.each([
  [401, { message: "Invalid API Key" }, "PLATFORM_AUTH", "after-reconnect", "right key and instance"],
  [403, { message: "Access Denied" }, "PLATFORM_SCOPE", "after-reconnect", "permission media_library.create"],
  [
    403,
    { message: "Media Library Public APIs are not enabled for this company." },
    "PLATFORM_UNSUPPORTED",
    "never",
    "ask Braze's support",
  ],
  [404, { message: "Invalid URL" }, "PLATFORM_UNSUPPORTED", "never", "check the instance"],
  [404, "<html>", "PLATFORM_NOT_FOUND", "never", "as a new one"],
  [400, { message: "Bad\r\nname." }, "PLATFORM_REJECTED", "never", "refused the request: Bad name."],
  [400, { error_code: "UNSUPPORTED_FILE_TYPE" }, "PLATFORM_REJECTED", "never", "another format"],
  [400, { error_code: "ASSET_SIZE_EXCEEDS_LIMIT" }, "PLATFORM_REJECTED", "never", "smaller version"],
  [400, { error_code: "MEDIA_LIBRARY_LIMIT_REACHED" }, "PLATFORM_REJECTED", "never", "library is full"],
  [400, { error_code: "ASSET_UPLOAD_FAILED" }, "PLATFORM_REJECTED", "never", "reachable from the internet"],
  [409, "", "PLATFORM_REJECTED", "never", "no reason given"],
  [413, "too large", "PLATFORM_REJECTED", "never", "no reason given"],
  [415, { message: 7 }, "PLATFORM_REJECTED", "never", "no reason given"],
  [422, [], "PLATFORM_REJECTED", "never", "no reason given"],
  [307, "", "PLATFORM_REJECTED", "never", "redirect"],
  [303, "", "OUTCOME_UNKNOWN", "after-reconcile", "look there"],
  [408, "", "OUTCOME_UNKNOWN", "after-reconcile", "look there"],
  [503, "<html>", "OUTCOME_UNKNOWN", "after-reconcile", "look there"],
])("%i %j is %s, %s", async (status, body, code, next, message) => {
  create().reply(status, body, { location: "https://elsewhere.example/" });
  const { deliver, lines } = hosted();
  await expect(deliver(connection(), order())).rejects.toMatchObject({
    code,
    next,
    message: expect.stringContaining(message),
  });
  expect(lines).toHaveLength(1);
});

it("waits after a 429 for as long as the headers say, or two minutes where they say nothing", async () => {
  const { time } = hosted();
  for (const [headers, retryAfter] of [
    [
      {
        "x-ratelimit-limit": "100",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(time.now / 1000 + 1800),
      },
      1_800_000,
    ],
    [{ "Retry-After": "40" }, 40_000],
    [{}, 120_000],
  ] as const) {
    create().reply(429, { message: "Rate limit exceeded." }, headers);
    const { deliver, host } = hosted();
    const error = { code: "PLATFORM_RATE_LIMITED", next: "later", retryAfter };
    await expect(deliver(connection(), order())).rejects.toMatchObject(error);
    await expect(host.ready(connection(), "deliver")).rejects.toMatchObject(error);
    // The same workspace under another connection has the same numbers.
    await expect(host.ready({ ...connection(), id: "c2" }, "deliver")).rejects.toMatchObject(error);
    (await host.ready(connection({ workspace: "Other" }), "deliver")).release();
  }
});

it("shows the key in no error and no log line, though Braze repeats it everywhere", async () => {
  for (const status of [200, 400, 401, 403, 404, 429, 500]) {
    create().reply(status, { message: `no ${KEY}`, error_code: KEY, errors: [KEY] }, { "x-echo": KEY });
    const { deliver, lines } = hosted();
    const error = await deliver(connection(), order()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify([error, lines])).not.toContain(
      KEY,
    );
  }
});

it("takes nothing away, and says what a person must do", async () => {
  await expect(hosted().remove(connection(), "x")).rejects.toMatchObject({
    code: "PLATFORM_UNSUPPORTED",
    message: expect.stringContaining("Delete a picture by hand in Braze's media library."),
  });
});

it.each([
  ["an instance that does not exist", { instance: "US-09" }, {}],
  ["no workspace", { workspace: " " }, {}],
  ["a setting that is not known", { folder: "x" }, {}],
  ["a key in quotes", {}, { apiKey: `"${KEY}"` }],
  ["a key with a line's end", {}, { apiKey: `${KEY}\n` }],
  ["a short pull password", {}, { pullPassword: "short" }],
])("sends nothing with %s", async (_what, settings, secrets) => {
  await expect(hosted().host.verify(connection(settings, secrets))).rejects.toMatchObject({
    code: "CONNECTOR_CONFIG",
  });
});

it("asks its own instance alone whether the key works, and says whose workspace it is said to be", async () => {
  nock("https://rest.fra-02.braze.eu", exact)
    .get("/content_blocks/list?limit=1")
    .reply(200, { count: 0, content_blocks: [] });
  const settings = { instance: "EU-02", workspace: "Main" } as const;
  expect(braze.originsOf?.({ settings, secrets: { apiKey: KEY } })).toEqual(["https://rest.fra-02.braze.eu"]);
  expect(await hosted().host.verify(connection({ instance: "EU-02", workspace: "Main" }))).toEqual({
    id: "EU-02/Main",
    name: "Main (EU-02)",
  });
});
