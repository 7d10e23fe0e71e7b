import { isIP } from "node:net";

import type { z } from "zod";

import { CONTRACT } from "./contract.ts";
import type { Connector } from "./contract.ts";
import { ConfigError } from "./errors.ts";

const ID = /^[a-z][a-z0-9-]*$/;
const SECRET_LOOKING = /secret|token|passw|credential|private|api.?key/i;

/**
 * Checks what a connector says of itself, and answers it typed. Throws `ConfigError` that lists everything that is
 * wrong, so that a mistake shows when the connector is loaded, not at the first delivery.
 */
export const defineConnector = <Settings extends z.ZodObject, Secrets extends z.ZodObject>(
  connector: Connector<Settings, Secrets>,
): Connector<Settings, Secrets> => {
  const problems = problemsOf(connector);
  if (problems.length > 0) {
    throw new ConfigError(`The connector "${connector.meta.id}" can't be used: ${problems.join("; ")}.`, {
      problems,
    });
  }
  return Object.freeze({ ...connector });
};

/** Everything wrong with a declaration, a clause each; empty: it may be used. */
export const problemsOf = (connector: Connector): string[] => [
  ...contractProblems(connector),
  ...metaProblems(connector),
  ...limitProblems(connector),
  ...schemaProblems("settings", connector.settings),
  ...schemaProblems("secrets", connector.secrets),
  ...keyProblems(connector),
  ...capabilityProblems(connector),
  ...powerProblems(connector),
];

const contractProblems = ({ contract }: { readonly contract: number }): string[] =>
  contract === CONTRACT ? [] : [`it was written for contract ${contract}, and this is contract ${CONTRACT}`];

const metaProblems = ({ meta }: Connector): string[] => [
  ...(ID.test(meta.id) ? [] : [`its id must be lower-case letters, digits and dashes`]),
  ...(["name", "vendor", "version", "apiVersion", "staleness"] as const)
    .filter((key) => meta[key].trim() === "")
    .map((key) => `meta.${key} is empty`),
  ...(isHttps(meta.docsUrl) ? [] : ["meta.docsUrl must be an https address"]),
  ...(meta.origins.length > 0 ? [] : ["meta.origins is empty"]),
  ...meta.origins
    .filter((origin) => !isOrigin(origin))
    .map((origin) => `"${origin}" is not an https origin by name`),
];

const powerProblems = (connector: Connector): string[] => [
  ...((connector.capabilities.replace ?? false) === "replace" in connector
    ? []
    : ["capabilities.replace and the verb replace don't agree"]),
  ...("originsOf" in connector || !connector.meta.origins.some((origin) => origin.includes("*"))
    ? []
    : ["meta.origins has a *, so originsOf must say which a connection calls"]),
  ...(connector.directory === undefined || connector.directory.finds.length > 0
    ? []
    : ["directory.finds is empty"]),
];

const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === "https:";

/**
 * `https://host` or `https://host:port`, exactly as browsers write it: no path, person or address in numbers. A `*` may stand for
 * the whole first label, of a host that is a vendor's own without it: two labels at least.
 */
const isOrigin = (origin: string): boolean => {
  const named = origin.replace(/^https:\/\/\*\.(?=[^.]+\.[^.])/, "https://any.");
  if (!isHttps(named) || named.includes("*")) return false;
  const url = new URL(named);
  return url.origin === named && isIP(url.hostname.replaceAll(/^\[|\]$/g, "")) === 0;
};

const limitProblems = ({ meta }: Connector): string[] => [
  ...Object.entries(meta.limits).flatMap(([bucket, limit]) => {
    const numbers = Object.values(limit);
    if (numbers.length === 0) return [`the limit "${bucket}" names no number`];
    return numbers.every((number) => Number.isInteger(number) && number > 0)
      ? []
      : [`the limit "${bucket}" must be whole numbers above zero`];
  }),
  ...(["deliver", "remove"] as const)
    .filter((verb) => !Object.hasOwn(meta.limits, meta.buckets[verb]))
    .map((verb) => `meta.buckets.${verb} names "${meta.buckets[verb]}", which meta.limits does not have`),
];

const schemaProblems = (name: "settings" | "secrets", schema: z.ZodObject): string[] => [
  ...(isStrict(schema) ? [] : [`${name} must be a strict object`]),
  ...Object.entries(schema.shape)
    .filter(([, field]) => !("description" in field) || !field.description)
    .map(([key]) => `${name}.${key} has no description`),
];

const isStrict = (schema: z.ZodObject): boolean =>
  schema.safeParse({ "not a field": 1 }).error?.issues.some(({ code }) => code === "unrecognized_keys") ===
  true;

const keyProblems = ({ settings, secrets, destination }: Connector): string[] => {
  const keys = Object.keys(settings.shape);
  return [
    ...keys
      .filter((key) => Object.hasOwn(secrets.shape, key))
      .map((key) => `"${key}" is in settings and in secrets`),
    ...keys
      .filter((key) => SECRET_LOOKING.test(key))
      .map((key) => `settings.${key} looks like a secret, which belongs in secrets`),
    ...destination
      .filter((key) => !Object.hasOwn(settings.shape, key))
      .map((key) => `destination names "${key}", which settings does not have`),
  ];
};

const capabilityProblems = ({ capabilities }: Connector): string[] => [
  ...(capabilities.mimeTypes.length > 0 ? [] : ["capabilities.mimeTypes is empty"]),
  ...(capabilities.maxBytes > 0 ? [] : ["capabilities.maxBytes must be above zero"]),
];
