import { createHost, type Order } from "@gatefold/connector-sdk";
import { createPermits, type PermitTerms } from "@gatefold/core";
import { createSandbox, SANDBOX_KLAVIYO_ACCOUNTS } from "@gatefold/sandbox";
import shelf from "./index.ts";

// A fake Klaviyo on a free port, and the key of one of its accounts.
const sandbox = await createSandbox();
const { url } = await sandbox.listen();
const apiKey = SANDBOX_KLAVIYO_ACCOUNTS[0]?.credentials[0]?.secret ?? "";

// In a gateway, `enforce` alone can mint; here we stand in for it.
const permits = createPermits(Date.now);
const host = createHost({
  connector: shelf,
  redeem: (permit, terms) => permits.redeem(permit, terms),
  clock: Date.now,
  log: ({ method, url: address, status }) => console.log(method, new URL(address).pathname, status),
  origins: { "https://a.klaviyo.com": `${url}/klaviyo` },
});

const connection = { id: "c1", settings: {}, secrets: { apiKey } };
const holder = { account: "acc", user: "ann" };
const terms = { ...holder, permission: "deliver.shelf", version: "v1", connection: "c1" };
const mint = (purpose: PermitTerms["purpose"]) => permits.mint({ ...terms, purpose });

// The smallest GIF there is.
const bytes = Buffer.from("R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=", "base64");
const order: Order = {
  marker: "gf-example0001",
  asset: {
    id: "a1",
    versionId: "v1",
    path: "summer/dot.gif",
    filename: "dot.gif",
    mime: "image/gif",
    bytes: bytes.length,
    sha256: "",
    read: async () => new Uint8Array(bytes),
    link: async () => "https://gateway.example/fetch/token",
    address: async () => "https://gateway.example/p/token",
  },
  person: { name: "Ann", email: "ann@example.com" },
};

console.log(await host.verify(connection));
const turn = await host.ready(connection, "deliver");
const delivered = await host.deliver(mint("deliver"), holder, connection, order, turn);
console.log(delivered.status);
console.log((await host.reconcile(connection, order))?.status);
const again = await host.ready(connection, "remove");
const removal = { externalId: delivered.externalId, versionId: "v1" };
console.log((await host.remove(mint("remove"), holder, connection, removal, again)).status);
console.log((await host.reconcile(connection, order)) ?? "not there any more");
await sandbox.close();
