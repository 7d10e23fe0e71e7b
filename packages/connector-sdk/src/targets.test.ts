import { expect, it } from "vitest";

import { createTargets } from "./targets.ts";

const target = createTargets(
  { name: "Example", origins: ["https://api.example.com", "https://up.example.com"] },
  {
    "https://api.example.com": "http://127.0.0.1:4500/example/",
    "https://other.example.com": "http://127.0.0.1:4500/other",
  },
);

it("maps an origin to the server's base, keeping its path in front and the query behind", () => {
  expect(target("https://api.example.com/v1/a?b=c%20d")).toEqual({
    url: "http://127.0.0.1:4500/example/v1/a?b=c%20d",
    trusted: true,
  });
});

it("takes a declared origin that is not mapped as it is, untrusted", () => {
  expect(target("https://up.example.com/v1?x=1")).toEqual({
    url: "https://up.example.com/v1?x=1",
    trusted: false,
  });
});

it("takes a link that lies under a mapped base already", () => {
  expect(target("http://127.0.0.1:4500/example/v1?cursor=2")).toEqual({
    url: "http://127.0.0.1:4500/example/v1?cursor=2",
    trusted: true,
  });
});

it.each([
  "http://api.example.com/v1",
  "http://up.example.com/v1",
  "https://api.example.com:8443/v1",
  "https://api.example.com.evil.com/v1",
  "https://evil.com/?https://api.example.com/",
  "https://key@api.example.com/v1",
  "https://:key@up.example.com/v1",
  "https://other.example.com/v1",
  "http://127.0.0.1:4500/other/v1",
  "http://127.0.0.1:4500/example",
  "http://127.0.0.1:4500/example/../other/v1",
  "http://127.0.0.1:4500/example-two/v1",
  "file:///etc/passwd",
  "/v1",
  "",
])("refuses %s", (url) => {
  expect(() => target(url)).toThrow(expect.objectContaining({ code: "CONNECTOR_CONFIG" }));
});

it("refuses a map to something that is no address", () => {
  expect(() =>
    createTargets({ name: "Example", origins: ["https://a.example"] }, { "https://a.example": "nowhere" }),
  ).toThrow('"nowhere" is not an address');
});

it("shows no path of an address that it refuses", () => {
  expect(() => target("https://evil.example/secret-token")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("secret-token") }),
  );
});

const tenants = createTargets(
  { name: "Example", origins: ["https://*.rest.example.com", "https://*.auth.example.com"] },
  {
    "https://*.rest.example.com": "http://127.0.0.1:4500/example/*/rest",
    "https://*.auth.example.com": "http://127.0.0.1:4500/example/*/auth",
  },
);

it("fills a * with the one label that was met, and tells a vendor's origins apart", () => {
  const mine = ["https://mc1.rest.example.com", "https://mc1.auth.example.com"];
  expect(tenants("https://mc1.auth.example.com/v2/token", mine)).toEqual({
    url: "http://127.0.0.1:4500/example/mc1/auth/v2/token",
    trusted: true,
  });
  expect(tenants("http://127.0.0.1:4500/example/mc1/rest/a?page=2", mine).trusted).toBe(true);
});

it.each([
  ["another tenant's", "https://mc2.rest.example.com/v1"],
  ["another tenant's base", "http://127.0.0.1:4500/example/mc2/rest/v1"],
  ["two labels in place of one", "https://a.mc1.rest.example.com/v1"],
  ["none", "https://rest.example.com/v1"],
  ["a longer host", "https://mc1.rest.example.com.evil.com/v1"],
])("refuses %s", (_what, url) => {
  expect(() => tenants(url, ["https://mc1.rest.example.com"])).toThrow(
    expect.objectContaining({ code: "CONNECTOR_CONFIG" }),
  );
});

it("calls nothing that a connector's own narrowing names beside what it declared", () => {
  expect(() => tenants("https://evil.com/v1", ["https://evil.com"])).toThrow(/may be called at/);
});
