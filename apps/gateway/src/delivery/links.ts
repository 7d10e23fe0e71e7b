import { createHash } from "node:crypto";
import type { Millis } from "@gatefold/core";
import type { Delivery, FetchLink, FetchLinks } from "@gatefold/store";

/** How long a platform may fetch by a link, and how often. */
export const LINK_LIFE = 10 * 60_000;
export const LINK_FETCHES = 5;

export interface Links {
  /** A new address at which a platform may fetch the version that this delivery brings. */
  issue(delivery: Delivery): Promise<string>;
  /** Uses one fetch up; undefined where the token is unknown, too old or used up. */
  take(token: string): Promise<FetchLink | undefined>;
}

/**
 * Links are known by the hash of a 256-bit random token, kept in the store so that a restart neither revives nor
 * forgets one. The token itself stands in the link alone.
 */
export function createLinks(parts: {
  readonly links: FetchLinks;
  readonly clock: () => Millis;
  readonly random: (bytes: number) => Uint8Array;
  /** Where the content origin is reached from outside, e.g. `https://content.example`. */
  readonly origin: string;
}): Links {
  const { links, clock, random, origin } = parts;
  return {
    async issue({ account, id, version }) {
      const token = Buffer.from(random(32)).toString("base64url");
      const now = clock();
      const end = { expires: now + LINK_LIFE, left: LINK_FETCHES };
      await links.add({ hash: hashOf(token), account, delivery: id, version, ...end }, now);
      return `${origin}/fetch/${token}`;
    },
    take: (token) => links.take(hashOf(token), clock()),
  };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
