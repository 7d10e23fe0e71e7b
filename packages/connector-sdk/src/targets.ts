import type { Meta } from "./contract.ts";
import { ConfigError } from "./errors.ts";

/** Where a request really goes. `trusted`: the server's own map named it, so it may be http or private. */
export interface Target {
  readonly url: string;
  readonly trusted: boolean;
}

/**
 * Turns the address a connector asks for into the one that is called: only over https, only to `declared` origins, in which a `*`
 * stands for one label. `origins` is the server's own map from such an origin to another base (the sandbox), whose path is kept
 * in front, its own `*` the label that was met; an address that already lies under such a base (a sandbox's `links.next`) is
 * taken as it is. Throws `ConfigError`.
 */
export const createTargets = (
  meta: Pick<Meta, "name" | "origins">,
  origins: Readonly<Record<string, string>>,
): ((url: string, allowed?: readonly string[]) => Target) => {
  const declared = meta.origins.map(patternOf);
  const mapped = Object.entries(origins)
    .filter(([origin]) => meta.origins.includes(origin))
    .map(([origin, base]) => ({ pattern: patternOf(origin), base: baseOf(base) }));
  const baseFor = (origin: string): string | undefined => {
    for (const { pattern, base } of mapped) {
      const met = pattern.exec(origin);
      if (met) return base.replaceAll("*", met[1] ?? "*");
    }
    return undefined;
  };
  return (asked, allowed) => {
    const url = URL.canParse(asked) ? new URL(asked) : undefined;
    if (url !== undefined && url.username === "" && url.password === "") {
      const known = allowed
        ? allowed.includes(url.origin) && isOneOf(url.origin, declared)
        : isOneOf(url.origin, declared);
      const base = known ? baseFor(url.origin) : undefined;
      if (base !== undefined) return { url: base + url.pathname + url.search, trusted: true };
      if (known) return { url: url.href, trusted: false };
      if (basesOf(mapped, allowed, baseFor).some((under) => url.href.startsWith(`${under}/`))) {
        return { url: url.href, trusted: true };
      }
    }
    const where = allowed ?? meta.origins;
    throw new ConfigError(
      `${meta.name} may be called at ${where.join(", ")} only; nothing was sent to ${url?.origin ?? "what is not an address"}.`,
      { origins: [...where] },
    );
  };
};

/** The bases of what a connection calls; without its own list, those of origins that have no `*`. */
const basesOf = (
  mapped: readonly { readonly base: string }[],
  allowed: readonly string[] | undefined,
  baseFor: (origin: string) => string | undefined,
): string[] =>
  allowed
    ? allowed.flatMap((origin) => baseFor(origin) ?? [])
    : mapped.map(({ base }) => base).filter((base) => !base.includes("*"));

const isOneOf = (origin: string, patterns: readonly RegExp[]): boolean =>
  patterns.some((pattern) => pattern.test(origin));

/** `https://*.host` as a pattern that keeps the label in its first group. */
const patternOf = (origin: string): RegExp =>
  new RegExp(`^${origin.split("*").map(escaped).join("([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)")}$`);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** An address without the slash at its end, so that a path can follow. */
const baseOf = (base: string): string => {
  if (!URL.canParse(base)) throw new ConfigError(`"${base}" is not an address a platform can be mapped to.`);
  const url = new URL(base);
  return (url.origin + url.pathname).replace(/\/$/, "");
};
