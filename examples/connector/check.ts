import { reportTable, runConformance, sandboxFake } from "@gatefold/conformance";
import { createSandbox, SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";
import shelf from "./index.ts";

// What the fake Klaviyo's people see in an account of theirs.
const fake = sandboxFake(createSandbox, ({ klaviyo }, account) =>
  klaviyo
    .images(account === "first" ? "SbxOne" : "SbxTwo")
    .filter(({ hidden }) => !hidden)
    .map((image) => ({ externalId: image.id, text: image.name, bytes: () => klaviyo.bytes(image) })),
);

const [one, two] = SANDBOX_KLAVIYO_ACCOUNTS;
const by = (apiKey: string | undefined) => ({ settings: {}, secrets: { apiKey } });

const report = await runConformance({
  connector: shelf,
  fake,
  connections: {
    first: by(one?.credentials[0]?.secret),
    second: by(two?.credentials[0]?.secret),
    wrong: by("pk_nobodys"),
  },
  pull: { none: "this example only brings pictures in" },
  skips: { 9: "its key is sent as it is; no token is asked for" },
});

console.log(reportTable([report]));
