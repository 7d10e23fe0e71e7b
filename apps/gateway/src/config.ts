import { GatefoldError } from "@gatefold/core";
import { z } from "zod";
import { usualLimits } from "./access/request-limits.ts";
import { usualAudit } from "./audit/settings.ts";
import type { ServerSettings } from "./server.ts";

const PREFIX = "GATEFOLD_GATEWAY_";

const address = z
  .url({ protocol: /^https?$/ })
  .transform((text) => text.replace(/\/+$/, ""))
  .nullable()
  .default(null);

const count = z.coerce.number().int().min(0).max(1_000_000);

/** The variables, in capitals behind the prefix. */
const variables = z.strictObject({
  /** Where the API and the pictures' origin are reached from outside, e.g. behind a proxy; left out, where they listen. */
  api_url: address,
  content_url: address,
  /** Of one key, and of keys that open nothing from one address; 0: without a limit. */
  requests_per_minute: count.default(usualLimits.requestsPerMinute),
  failed_keys_per_minute: count.default(usualLimits.failedKeysPerMinute),
  /** Heads of journals are signed this often while there is something new; 0: only when somebody asks. */
  checkpoint_minutes: count.default(usualAudit.checkpointMinutes),
  /** How long requests may go on after a stop, in milliseconds. */
  stop_within_ms: z.coerce.number().int().min(0).max(600_000).default(3000),
});

/**
 * What a gateway takes from its environment. A variable that begins as ours do and is none of them is refused, as is a
 * value that can't be: `SETTINGS_INVALID`, which names the variables and not their values.
 */
export function readServerSettings(
  env: NodeJS.ProcessEnv = process.env,
): Pick<ServerSettings, "apiUrl" | "contentUrl" | "stopWithinMs" | "limits" | "audit"> {
  const ours = Object.entries(env)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(PREFIX.length).toLowerCase(), value]);
  const result = variables.safeParse(Object.fromEntries(ours));
  if (!result.success) throw invalid(result.error);
  const { api_url: apiUrl, content_url: contentUrl, stop_within_ms: stopWithinMs, ...counts } = result.data;
  const limits = {
    requestsPerMinute: counts.requests_per_minute,
    failedKeysPerMinute: counts.failed_keys_per_minute,
  };
  const audit = { checkpointMinutes: counts.checkpoint_minutes };
  return { apiUrl, contentUrl, stopWithinMs, limits, audit };
}

function invalid(error: z.ZodError): GatefoldError {
  const keys = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0])],
  );
  const names = keys.map((key) => PREFIX + key.toUpperCase());
  return new GatefoldError(
    "SETTINGS_INVALID",
    `Set or unset ${names.join(", ")}; see the gateway's settings.`,
    {
      variables: names,
    },
  );
}
