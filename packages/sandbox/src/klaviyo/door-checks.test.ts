import { describe, expect, test } from "vitest";
import { KEYS, openBench, START } from "../testing/bench.ts";

describe("who may call", () => {
  test.each([
    ["no header", null],
    ["an unknown key", "Klaviyo-API-Key pk_unknown"],
    ["the scheme in small letters", `klaviyo-api-key ${KEYS.north}`],
    ["two spaces", `Klaviyo-API-Key  ${KEYS.north}`],
    ["no scheme", KEYS.north],
    ["the scheme of tokens with a key", `Bearer ${KEYS.north}`],
    ["the scheme of keys with a token", `Klaviyo-API-Key ${KEYS.northToken}`],
    ["a scheme seen in the wild that is wrong", `Klaviyo-OAuth ${KEYS.northToken}`],
    ["the public key", "Klaviyo-API-Key North1"],
    ["a name of every object", "constructor"],
  ])("refuses %s with 401", async (_what, authorization) => {
    const { call } = await openBench();
    const reply = await call("GET", "/api/images", { headers: { authorization } });
    expect(reply.status).toBe(401);
    expect(reply.json.errors).toEqual([
      {
        id: expect.any(String),
        status: 401,
        code: "not_authenticated",
        title: "Authentication credentials were not provided.",
        detail: "Missing or invalid private key.",
        source: { pointer: "/data" },
        links: {},
        meta: {},
      },
    ]);
  });

  test("takes an app's token until it ends", async () => {
    const { call, sandbox } = await openBench();
    const headers = { authorization: `Bearer ${KEYS.northToken}` };
    expect((await call("GET", "/api/images", { headers })).status).toBe(200);
    sandbox.clock.set(START + 3_600_000);
    expect((await call("GET", "/api/images", { headers })).status).toBe(401);
  });

  test.each([
    ["POST", "/api/images", "images:write"],
    ["POST", "/api/image-upload", "images:write"],
    ["PATCH", "/api/images/1", "images:write"],
  ])("refuses %s %s with 403 to a key without %s", async (method, path, scope) => {
    const { call } = await openBench();
    const reply = await call(method, path, {
      headers: { authorization: `Klaviyo-API-Key ${KEYS.northReadOnly}` },
    });
    expect(reply.status).toBe(403);
    expect(reply.json.errors).toMatchObject([
      { code: "permission_denied", detail: expect.stringContaining(scope) },
    ]);
  });

  test.each([
    ["/api/images", "images:read"],
    ["/api/images/1", "images:read"],
    ["/api/accounts", "accounts:read"],
  ])("refuses GET %s with 403 to a key without %s", async (path, scope) => {
    const scopes = ["accounts:read", "images:read", "images:write"].filter((other) => other !== scope);
    const credentials = [{ kind: "private-key", secret: "pk_narrow", scopes } as const];
    const { call } = await openBench({
      klaviyo: { accounts: [{ id: "Narrow", name: "Narrow", credentials }] },
    });
    const headers = { authorization: "Klaviyo-API-Key pk_narrow" };
    expect((await call("GET", path, { headers })).status).toBe(403);
  });
});

describe("the revision", () => {
  test.each([
    ["missing", null],
    ["not a date", "latest"],
    ["given twice", "2026-07-15, 2026-07-15"],
  ])("is refused with 400 when %s", async (_what, revision) => {
    const { call } = await openBench();
    const reply = await call("GET", "/api/images", { headers: { revision } });
    expect(reply.status).toBe(400);
    expect(reply.json.errors).toMatchObject([{ code: "invalid", source: { parameter: "revision" } }]);
  });

  test.each(["2026-07-15", "2026-07-15.pre", "2024-10-15"])("%s answers as itself", async (revision) => {
    const { call } = await openBench();
    const headers = { revision, "x-klaviyo-revision-fall-forward-opt-out": "1" };
    const reply = await call("GET", "/api/images", { headers });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("x-klaviyo-api-revision")).toBe(revision);
  });

  test.each(["2023-02-22", "2099-01-01"])(
    "%s, retired or unknown, falls forward silently",
    async (revision) => {
      const { call } = await openBench();
      const reply = await call("GET", "/api/images", { headers: { revision } });
      expect(reply.status).toBe(200);
      expect(reply.headers.get("x-klaviyo-api-revision")).toBe("2026-07-15");
    },
  );

  test.each(["2023-02-22", "2099-01-01"])("%s is gone for who opted out of that", async (revision) => {
    const { call } = await openBench();
    const headers = { revision, "x-klaviyo-revision-fall-forward-opt-out": "1" };
    const reply = await call("GET", "/api/images", { headers });
    expect(reply.status).toBe(410);
    expect(reply.json.errors).toMatchObject([{ code: "gone", source: { parameter: "revision" } }]);
  });

  test("may be opted out of with 1 only", async () => {
    const { call } = await openBench();
    const headers = { "x-klaviyo-revision-fall-forward-opt-out": "true" };
    expect((await call("GET", "/api/images", { headers })).status).toBe(400);
  });
});

describe("paths and methods", () => {
  test.each(["/api", "/api/image", "/api/images/1/relationships", "/api/users", "/images", "/"])(
    "%s is no endpoint: 404",
    async (path) => {
      const { call } = await openBench();
      const reply = await call("POST", path);
      expect(reply.status).toBe(404);
      expect(reply.json.errors).toMatchObject([{ code: "not_found" }]);
    },
  );

  test.each([
    ["DELETE", "/api/images/1", "GET, PATCH"],
    ["PUT", "/api/images/1", "GET, PATCH"],
    ["DELETE", "/api/images", "GET, POST"],
    ["GET", "/api/image-upload", "POST"],
    ["POST", "/api/accounts", "GET"],
  ])("%s %s is not allowed: 405 with what is", async (method, path, allow) => {
    const { call } = await openBench();
    const reply = await call(method, path);
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe(allow);
    expect(reply.json.errors).toMatchObject([{ code: "method_not_allowed" }]);
  });

  test("may end in a slash, as Klaviyo's own links do", async () => {
    const { call } = await openBench();
    expect((await call("GET", "/api/images/")).status).toBe(200);
  });
});

describe("the account", () => {
  test("is the key's own, and the only one", async () => {
    const { call } = await openBench();
    const reply = await call("GET", "/api/accounts", {
      headers: { authorization: `Klaviyo-API-Key ${KEYS.south}` },
    });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      data: [
        {
          type: "account",
          id: "South1",
          attributes: { contact_information: { organization_name: "South" }, public_api_key: "South1" },
          links: { self: "https://a.klaviyo.com/api/accounts/South1/" },
        },
      ],
      links: { self: "https://a.klaviyo.com/api/accounts/" },
    });
    expect(reply.json.data).toHaveLength(1);
  });

  test("answers by its id to its own key alone", async () => {
    const { call, sandbox } = await openBench();
    const reply = await call("GET", "/api/accounts/North1/?fields[account]=locale");
    expect(reply.json.data).toMatchObject({ id: "North1", attributes: { locale: "en-US" } });
    expect(Object.keys(reply.json.data!.attributes)).toEqual(["locale"]);
    sandbox.clock.advance(1000);
    expect((await call("GET", "/api/accounts/South1/")).status).toBe(404);
  });

  test("shows the fields asked for, parts of fields too", async () => {
    const { call } = await openBench();
    const fields = "timezone,contact_information.organization_name,contact_information.street_address.city";
    const reply = await call("GET", `/api/accounts?fields[account]=${fields}`);
    expect(reply.json.data?.[0]?.attributes).toEqual({
      timezone: "US/Eastern",
      contact_information: { organization_name: "North & Co", street_address: { city: "Boston" } },
    });
  });

  test("refuses fields it has not, and other parameters", async () => {
    const { call, sandbox } = await openBench();
    expect((await call("GET", "/api/accounts?fields[account]=email")).status).toBe(400);
    sandbox.clock.advance(1000);
    const reply = await call("GET", "/api/accounts?page[size]=1");
    expect(reply.json.errors).toMatchObject([{ code: "invalid", source: { parameter: "page[size]" } }]);
  });
});

describe("settings", () => {
  const key = { kind: "private-key", secret: "pk_same", scopes: [] } as const;

  test.each([
    ["two accounts share an id", [key], "One111", [{ ...key, secret: "pk_other" }], "One111"],
    ["two accounts share a key", [key], "One111", [key], "Two222"],
    ["a private key does not start with pk_", [key], "One111", [{ ...key, secret: "sk_x" }], "Two222"],
  ])("are refused where %s", async (_what, first, firstId, second, secondId) => {
    const accounts = [
      { id: firstId, name: "One", credentials: first },
      { id: secondId, name: "Two", credentials: second },
    ];
    await expect(openBench({ klaviyo: { accounts } })).rejects.toMatchObject({ code: "SANDBOX_SETTINGS" });
  });
});
