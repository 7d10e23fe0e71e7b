import { sandboxFake, testConnector } from "@gatefold/conformance";
import { createSandbox, SANDBOX_MAILCHIMP_ACCOUNTS } from "@gatefold/sandbox";
import { test } from "vitest";

import mailchimp from "../src/index.ts";

const [one, two] = SANDBOX_MAILCHIMP_ACCOUNTS;
const by = (apiKey: string) => ({ settings: { host: "data-centre" }, secrets: { apiKey } });
const fake = sandboxFake(createSandbox, ({ mailchimp: { files, bytes } }, account) =>
  files((account === "first" ? one : two)!.id).map((file) => ({
    externalId: String(file.id),
    text: file.name,
    bytes: () => bytes(file),
  })),
);
const request = (placement: string) => ({
  method: "GET",
  path: `/${placement}`,
  query: new URLSearchParams(),
  headers: {},
  body: new Uint8Array(),
});
const connections = {
  first: by(one!.logins[0]!.keys[0]!),
  second: by(two!.logins[0]!.keys[0]!),
  wrong: by("ffffffffffffffffffffffffffffffff-us19"),
};
const pull = { placement: "pl_k3wq7d2mzr5tbx4a9f", request };
const skips = {
  9: "an API key is sent as it is; no token is asked for",
  11: "Mailchimp's API names the key's own person and nobody else, so there is no directory",
  12: "Mailchimp's API names the key's own person and nobody else, so there is no directory",
};

testConnector({ connector: mailchimp, fake, connections, pull, skips }, { test });
