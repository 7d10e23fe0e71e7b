import { sandboxFake, testConnector } from "@gatefold/conformance";
import { createSandbox, SANDBOX_BRAZE_ACCOUNTS } from "@gatefold/sandbox";
import { test } from "vitest";

import braze from "../src/index.ts";

const [one, two] = SANDBOX_BRAZE_ACCOUNTS;
const PASSWORD = "pull-0123456789abcdef";

const by = (instance: string, { id, scim, keys }: NonNullable<typeof one>, apiKey = keys[0]?.secret) => ({
  settings: { instance, workspace: id, scimOrigin: scim?.origin },
  secrets: { apiKey, scimToken: scim?.token, pullPassword: PASSWORD },
});
/** Where Braze tells ids, so that replacing is tried. */
const create = () =>
  createSandbox({ braze: { assetsUrl: "https://cdn.example", readings: { dashboardUrl: "with-id" } } });
const fake = sandboxFake(create, ({ braze: { assets, bytes, url } }, account) =>
  assets((account === "first" ? one : two)!.id).map((asset) => ({
    externalId: `${url(asset)}#asset_id=${asset.id}`,
    text: asset.name,
    bytes: () => bytes(asset),
  })),
);
const connections = {
  first: by("US-01", one!),
  second: { ...by("EU-01", two!), secrets: { ...by("EU-01", two!).secrets, pullPassword: `${PASSWORD}2` } },
  wrong: by("US-01", { ...one!, scim: { token: "nobodys-token", origin: "nobody" } }, "nobodys-key"),
};
const samples = {
  "image/svg+xml": Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
  "image/x-icon": Buffer.from(
    "000001000100010100000100180030000000160000002800000001000000020000000100",
    "hex",
  ),
};
const people = {
  everybody: one!.people!.map(({ id }) => id),
  found: [
    {
      by: { email: "MIA@sandbox.example" },
      as: { id: one!.people![1]!.id, emailVerified: "unknown", status: "unknown", kind: "member" },
    },
    { by: { id: one!.people![3]!.id }, as: { email: "eve@sandbox.example", roles: [] } },
  ],
  lost: [{ id: "nobody" }, { email: "nobody@sandbox.example" }, { email: 'mia" or userName ne "x' }],
} as const;
const pull = {
  placement: "pl_k3wq7d2mzr5tbx4a9f",
  request: (placement: string, _at: number, { secrets }: typeof connections.first) => ({
    method: "GET",
    path: `/${placement}`,
    query: new URLSearchParams(),
    headers: {
      "user-agent": "Braze Sender 75e4",
      authorization: `Basic ${Buffer.from(`gatefold:${secrets.pullPassword}`).toString("base64")}`,
    },
    body: new Uint8Array(),
  }),
};
const skips = { 9: "keys are sent as they are; no token is asked for" };

testConnector({ connector: braze, fake, connections, samples, people, pull, skips }, { test });
