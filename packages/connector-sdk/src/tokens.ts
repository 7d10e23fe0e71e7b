import { createHash } from "node:crypto";

import type { Token, Tokens } from "./contract.ts";

/** A token this close to its end, in milliseconds, is asked for anew: a request must not outlive it on its way. */
const LEEWAY = 60_000;

export interface TokenShelf {
  /** The tokens of one connection with these credentials; `onToken` hears of each, so that it can be kept out of texts. */
  of(owner: TokenOwner, onToken: (value: string) => void): Tokens;
}

export interface TokenOwner {
  readonly connection: string;
  readonly settings: unknown;
  readonly secrets: unknown;
}

interface Kept {
  readonly asked: Promise<Token>;
  /** Undefined until it came. */
  token?: Token;
}

/**
 * In memory alone: a token is a secret, and can be had again. Kept by connection and what it was asked for with, so that changed
 * credentials never meet an old one's token.
 */
export const createTokenShelf = (clock: () => number): TokenShelf => {
  const shelf = new Map<string, Kept>();

  const isGood = ({ token }: Kept, refused: string | undefined): boolean =>
    token === undefined || (token.value !== refused && token.expiresAt - LEEWAY > clock());

  const ask = (key: string, make: () => Promise<Token>): Kept => {
    const kept: Kept = { asked: make() };
    shelf.set(key, kept);
    kept.asked.then(
      (token) => void (kept.token = token),
      () => shelf.get(key) === kept && shelf.delete(key),
    );
    return kept;
  };

  const sweep = (): void => {
    for (const [key, { token }] of shelf) if (token && token.expiresAt <= clock()) shelf.delete(key);
  };

  return {
    of(owner, onToken) {
      const place = fingerprintOf(owner);
      return {
        async get(name, make, refused) {
          const key = `${place} ${name}`;
          const kept = shelf.get(key);
          if (kept && isGood(kept, refused)) return heard(await kept.asked, onToken);
          sweep();
          return heard(await ask(key, make).asked, onToken);
        },
      };
    },
  };
};

const heard = ({ value }: Token, onToken: (value: string) => void): string => {
  onToken(value);
  return value;
};

const fingerprintOf = (owner: TokenOwner): string =>
  createHash("sha256")
    .update(JSON.stringify([owner.connection, owner.settings, owner.secrets]))
    .digest("hex");
