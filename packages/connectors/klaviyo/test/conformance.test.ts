import { sandboxFake, testConnector } from "@gatefold/conformance";
import { createSandbox, SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";
import { test } from "vitest";

import klaviyo from "../src/index.ts";

const [one, two] = SANDBOX_KLAVIYO_ACCOUNTS.map(({ id, credentials }) => ({
  id,
  key: credentials[0]!.secret,
}));
const by = (apiKey: string) => ({ settings: { uploadBy: "file" }, secrets: { apiKey } });
const fake = sandboxFake(createSandbox, ({ klaviyo: { images, bytes } }, account) =>
  images(account === "first" ? one!.id : two!.id)
    .filter(({ hidden }) => !hidden)
    .map((image) => ({ externalId: image.id, text: image.name, bytes: () => bytes(image) })),
);
const connections = { first: by(one!.key), second: by(two!.key), wrong: by("pk_nobodys") };
const pull = { placement: "pl_k3wq7d2mzr5tbx4a9f", request: (id: string) => ({ path: `/${id}` }) };
const skips = { 9: "a private key is sent as it is; no token is asked for" };

testConnector({ connector: klaviyo, fake, connections, pull, skips }, { test });
