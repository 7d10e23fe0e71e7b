import { sandboxFake, testConnector } from "@gatefold/conformance";
import { createSandbox, SANDBOX_SALESFORCE_ACCOUNTS } from "@gatefold/sandbox";
import { test } from "vitest";

import salesforce from "../src/index.ts";
import { jwt, pullRequest } from "./platform.ts";

const [one, two] = SANDBOX_SALESFORCE_ACCOUNTS;
const by = (account: typeof one, pullKey: string, clientSecret = account!.clients[0]!.secret) => ({
  settings: { subdomain: account!.subdomain, accountId: account!.id },
  secrets: { clientId: account!.clients[0]!.id, clientSecret, pullKey },
});
const fake = sandboxFake(createSandbox, ({ salesforce: { assets, bytes } }, account) =>
  assets((account === "first" ? one : two)!.id).map((asset) => ({
    externalId: String(asset.id),
    text: `${asset.name} ${asset.customerKey}`,
    bytes: () => bytes(asset),
  })),
);
const pull = {
  placement: "pl_k3wq7d2mzr5tbx4a9f",
  request: (placement: string, at: number, { secrets }: ReturnType<typeof by>) => {
    const iat = Math.floor(at / 1000);
    const t = jwt({ placement, aud: "gatefold", iat, exp: iat + 600 }, secrets.pullKey);
    return pullRequest(`/${placement}`, { t });
  },
};
const ada = { name: "Ada Content", status: "active", kind: "member", emailVerified: "unknown" } as const;
const people = {
  everybody: ["710001", "710002", "710003", "710004", "710005"],
  found: [
    { by: { id: "710001" }, as: { ...ada, teams: ["510001", "510002"], roles: ["SYS_DEF_CONTENT"] } },
    { by: { email: "ADA.content@sandbox.example" }, as: { id: "710001" } },
    { by: { id: "710003" }, as: { status: "suspended", roles: ["SYS_DEF_VIEWER"] } },
    { by: { id: "710004" }, as: { status: "deactivated" } },
    { by: { id: "710005" }, as: { kind: "service" } },
  ],
  lost: [{ id: "1" }, { id: "nobody" }, { email: "nobody@sandbox.example" }],
} as const;

testConnector(
  {
    connector: salesforce,
    fake,
    connections: {
      first: by(one, "a symmetric key of the first enterprise"),
      second: by(two, "a symmetric key of the second enterprise"),
      wrong: by(one, "a symmetric key of the first enterprise", "nobodys"),
    },
    pull,
    people,
  },
  { test },
);
