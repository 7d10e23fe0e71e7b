import { z } from "zod";
import type { ServerSettings } from "./server.ts";

const port = z.coerce.number().int().min(0).max(65_535);
const url = z
  .url({ protocol: /^https?$/ })
  .transform((text) => text.replace(/\/+$/, ""))
  .nullable()
  .default(null);

/** The variables, each `GATEFOLD_GATEWAY_` and the name in capitals; any other that begins so is refused. */
const settings = z.strictObject({
  host: z.string().min(1).default("127.0.0.1"),
  port: port.default(8080),
  content_port: port.default(8081),
  api_url: url,
  content_url: url,
  stop_within_ms: z.coerce.number().int().min(0).default(10_000),
});

const PREFIX = "GATEFOLD_GATEWAY_";

/** How a gateway is served, from the environment. Throws a ZodError that names the variable. */
export function readServerSettings(env: Readonly<Record<string, string | undefined>>): ServerSettings {
  const ours = Object.entries(env)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(PREFIX.length).toLowerCase(), value]);
  const { content_port, api_url, content_url, stop_within_ms, ...rest } = settings.parse(
    Object.fromEntries(ours),
  );
  return {
    ...rest,
    contentPort: content_port,
    apiUrl: api_url,
    contentUrl: content_url,
    stopWithinMs: stop_within_ms,
  };
}
