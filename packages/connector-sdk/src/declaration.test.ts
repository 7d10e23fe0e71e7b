import { expect, it } from "vitest";
import { z } from "zod";

import { example } from "../test/example.ts";
import { createHost, defineConnector } from "./index.ts";
import type { Connector } from "./index.ts";

const good: Connector = example();
const meta = (parts: Partial<Connector["meta"]>) => ({ meta: { ...good.meta, ...parts } });

it("answers a sound declaration as it is, and lets nobody change it", () => {
  expect(good.meta.id).toBe("example");
  expect(Object.isFrozen(good)).toBe(true);
});

it.each<[string, Partial<Connector>, string]>([
  ["another contract", { contract: 2 as 1 }, "written for contract 2, and this is contract 1"],
  ["an id in capitals", meta({ id: "Example" }), "its id must be lower-case"],
  ["no name", meta({ name: " " }), "meta.name is empty"],
  ["no word on staleness", meta({ staleness: "" }), "meta.staleness is empty"],
  ["docs over http", meta({ docsUrl: "http://docs.example.com" }), "meta.docsUrl must be an https address"],
  ["no origin", meta({ origins: [] }), "meta.origins is empty"],
  ["an origin over http", meta({ origins: ["http://api.example.com"] }), "not an https origin"],
  ["any host", meta({ origins: ["https://*"] }), "not an https origin"],
  ["any host of a top-level domain", meta({ origins: ["https://*.com"] }), "not an https origin"],
  ["a wildcard within a label", meta({ origins: ["https://a*.example.com"] }), "not an https origin"],
  ["a wildcard further on", meta({ origins: ["https://api.*.example.com"] }), "not an https origin"],
  ["an origin with a path", meta({ origins: ["https://api.example.com/v1"] }), "not an https origin"],
  ["an origin with a slash", meta({ origins: ["https://api.example.com/"] }), "not an https origin"],
  ["an origin with a person", meta({ origins: ["https://a:b@api.example.com"] }), "not an https origin"],
  ["an address in numbers", meta({ origins: ["https://10.0.0.1"] }), "not an https origin"],
  ["an IPv6 address", meta({ origins: ["https://[::1]"] }), "not an https origin"],
  ["a limit without a number", meta({ limits: { ...good.meta.limits, idle: {} } }), '"idle" names no number'],
  [
    "a limit of zero",
    meta({ limits: { ...good.meta.limits, read: { perSecond: 0 } } }),
    '"read" must be whole',
  ],
  [
    "a bucket without a limit",
    meta({ buckets: { deliver: "up", remove: "upload" } }),
    'meta.buckets.deliver names "up"',
  ],
  [
    "a bucket named like a method of objects",
    meta({ buckets: { deliver: "upload", remove: "toString" } }),
    'meta.buckets.remove names "toString"',
  ],
  ["settings that take anything", { settings: z.object({}) }, "settings must be a strict object"],
  ["secrets that take anything", { secrets: z.looseObject({}) }, "secrets must be a strict object"],
  [
    "a field without a word",
    { settings: z.strictObject({ shelf: z.string() }) },
    "settings.shelf has no description",
  ],
  [
    "a field in both",
    { settings: z.strictObject({ key: z.string().describe("A key.") }) },
    '"key" is in settings and in secrets',
  ],
  [
    "a secret in settings",
    { settings: z.strictObject({ apiKey: z.string().describe("A key.") }) },
    "settings.apiKey looks like a secret",
  ],
  ["a destination that is no setting", { destination: ["host"] }, 'destination names "host"'],
  [
    "no formats",
    { capabilities: { ...good.capabilities, mimeTypes: [] } },
    "capabilities.mimeTypes is empty",
  ],
  [
    "a wildcard that no connection narrows",
    meta({ origins: ["https://*.api.example.com"] }),
    "originsOf must say which",
  ],
  [
    "a replacement that its capabilities don't name",
    { replace: async () => ({ status: "delivered" as const, externalId: "1", externalUrl: null }) },
    "the verb replace don't agree",
  ],
  ["no size", { capabilities: { ...good.capabilities, maxBytes: 0 } }, "capabilities.maxBytes must be above"],
])("refuses %s", (_what, parts, problem) => {
  expect(() => defineConnector({ ...good, ...parts })).toThrow(problem);
});

it("lists all that is wrong at once", () => {
  const wrong = { ...good, ...meta({ id: "", origins: [] }), destination: ["host"] };
  expect(() => defineConnector(wrong)).toThrow(
    expect.objectContaining({
      code: "CONNECTOR_CONFIG",
      details: { problems: [expect.any(String), expect.any(String), expect.any(String)] },
    }),
  );
});

it("is checked by the host too, for connectors that never called it", () => {
  const deps = { redeem: () => {}, clock: () => 0, log: () => {} };
  expect(() => createHost({ ...deps, connector: { ...good, contract: 2 as 1 } })).toThrow("contract 2");
});
