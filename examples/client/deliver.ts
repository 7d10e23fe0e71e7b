import { createClient, GatefoldApiError } from "@gatefold/client";

const [, , url = "http://127.0.0.1:8080", path = "Aurora/Winter/lights.jpg"] = process.argv;
const gatefold = createClient({ url, key: process.env["GATEFOLD_KEY"] ?? "" });

for await (const { name } of gatefold.items("connections.list")) console.log(`There is ${name}.`);
try {
  const { id: asset } = await gatefold.call("lookup.get", { query: { path } });
  const delivery = await gatefold.call("deliveries.request", { body: { asset }, waitSeconds: 20 });
  console.log(`${path}: ${delivery.state}`);
} catch (error) {
  if (!(error instanceof GatefoldApiError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}
