import type { z } from "zod";

import type { Connector } from "./contract.ts";
import { ConfigError } from "./errors.ts";

/** Checks settings against the connector's schema; a `ConfigError` names each wrong field and what is wrong with it. */
export const parseSettings = (connector: Connector, input: unknown): Record<string, unknown> =>
  parsed(connector, "settings", connector.settings, input);

/** As `parseSettings`, for the secrets. The error never holds a value. */
export const parseSecrets = (connector: Connector, input: unknown): Record<string, unknown> =>
  parsed(connector, "secrets", connector.secrets, input);

const parsed = (
  connector: Connector,
  what: "settings" | "secrets",
  schema: z.ZodObject,
  input: unknown,
): Record<string, unknown> => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issue.message,
  }));
  const list = problems
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`))
    .join("; ");
  throw new ConfigError(`The ${what} of this ${connector.meta.name} connection don't fit: ${list}.`, {
    what,
    problems,
  });
};
