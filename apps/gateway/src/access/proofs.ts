import type { Millis } from "@gatefold/core";
import type { KeySecret } from "@gatefold/store";
import type { Desk } from "../account/desk.ts";
import { type Shown, secretHash, secretMatches } from "./bearer.ts";

/** How many are remembered. */
const REMEMBERED = 10_000;

interface Proof {
  readonly account: string;
  /** Of the account, before the secret was looked up. */
  readonly revision: number;
  /** The last moment it is good before: a secret that was rolled ends by itself. */
  readonly until: Millis;
}

/**
 * Secrets that were looked up and proved good, by their hash. A key's secret changes only together with the account, so a proof
 * is good as long as the account stands, as confirmed, at the revision that it was made on; what is not remembered is looked
 * up. Whether the key still opens anything is asked of the account each time, whatever is remembered here.
 */
export interface Proofs {
  /** The account whose key it is; undefined: it is to be looked up. */
  remembered(shown: Shown, now: Millis): Promise<string | undefined>;
  /** Looks it up; undefined where it opens nothing. */
  proved(shown: Shown, now: Millis): Promise<string | undefined>;
}

export function createProofs(
  find: (key: string) => Promise<KeySecret | undefined>,
  desk: Pick<Desk, "state">,
): Proofs {
  const known = new Map<string, Proof>();
  /** Accounts of keys that were found before, whose revision can be read before the next look. */
  const accounts = new Map<string, string>();
  const remember = (name: string, proof: Proof) => {
    known.set(name, proof);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  };
  return {
    async remembered(shown, now) {
      const name = nameOf(shown);
      const proof = known.get(name);
      if (!proof) return undefined;
      const { revision } = await desk.state(proof.account);
      if (revision === proof.revision && now < proof.until) return proof.account;
      known.delete(name);
      return undefined;
    },
    async proved(shown, now) {
      const before = accounts.get(shown.key);
      const revision = before === undefined ? undefined : (await desk.state(before)).revision;
      const kept = await find(shown.key);
      const until = kept && goodUntil(shown.secret, kept);
      if (!kept || until === undefined || now >= until) return undefined;
      const { account } = kept;
      if (revision !== undefined && account === before) remember(nameOf(shown), { account, revision, until });
      if (accounts.size >= REMEMBERED) accounts.clear();
      accounts.set(shown.key, account);
      return account;
    },
  };
}

/** Until when this is the key's secret, or the one before it; undefined where it is neither. */
function goodUntil(secret: string, { hash, previous }: KeySecret): Millis | undefined {
  const [isNow, wasBefore] = [hash, previous?.hash].map((one) => secretMatches(secret, one));
  if (isNow) return Number.POSITIVE_INFINITY;
  return wasBefore ? previous?.until : undefined;
}

function nameOf({ key, secret }: Shown): string {
  return `${key} ${secretHash(secret)}`;
}
