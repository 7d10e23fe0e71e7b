import type { Meta } from "./contract.ts";
import { ConfigError } from "./errors.ts";

/** Where a request really goes. `trusted`: the server's own map named it, so it may be http or private. */
export interface Target {
  readonly url: string;
  readonly trusted: boolean;
}

/**
 * Turns the address a connector asks for into the one that is called: only declared origins, over https. `origins` is
 * the server's own map from a vendor's origin to another base (the sandbox), whose path is kept in front; an address
 * that already lies under such a base (a sandbox's `links.next`) is taken as it is. Throws `ConfigError`.
 */
export const createTargets = (
  meta: Pick<Meta, "name" | "origins">,
  origins: Readonly<Record<string, string>>,
): ((url: string) => Target) => {
  const declared = new Set(meta.origins);
  const bases = new Map(
    Object.entries(origins)
      .filter(([origin]) => declared.has(origin))
      .map(([origin, base]) => [origin, baseOf(base)]),
  );
  return (asked) => {
    const url = URL.canParse(asked) ? new URL(asked) : undefined;
    if (url !== undefined && url.username === "" && url.password === "") {
      const base = bases.get(url.origin);
      if (base !== undefined) return { url: base + url.pathname + url.search, trusted: true };
      if (declared.has(url.origin)) return { url: url.href, trusted: false };
      if ([...bases.values()].some((mapped) => url.href.startsWith(`${mapped}/`))) {
        return { url: url.href, trusted: true };
      }
    }
    throw new ConfigError(
      `${meta.name} may be called at ${meta.origins.join(", ")} only; nothing was sent to ${url?.origin ?? "what is not an address"}.`,
      { origins: [...meta.origins] },
    );
  };
};

/** An address without the slash at its end, so that a path can follow. */
const baseOf = (base: string): string => {
  if (!URL.canParse(base)) throw new ConfigError(`"${base}" is not an address a platform can be mapped to.`);
  const url = new URL(base);
  return (url.origin + url.pathname).replace(/\/$/, "");
};
