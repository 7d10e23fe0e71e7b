import { GatefoldError } from "./errors.ts";
import type { Millis } from "./model.ts";

/** What a permit is for. A redeemer names the same terms; any difference is a refusal. */
export interface PermitTerms {
  readonly account: string;
  readonly user: string;
  readonly permission: string;
  /** The asset version's id. */
  readonly version: string;
  readonly connection: string;
  readonly purpose: "deliver" | "remove";
}

/** Proof that `enforce` said yes and audited it. Opaque: what it stands for is known to its maker alone. */
export interface Permit {
  readonly id: string;
}

/** It was never minted here · was redeemed before · is too old · is for something else. */
export type PermitRefusedCode = "PERMIT_UNKNOWN" | "PERMIT_USED" | "PERMIT_EXPIRED" | "PERMIT_MISMATCH";

/** A permit that proves nothing: forged, copied, used, too late, or for something else. Nothing was sent. */
export class PermitRefused extends GatefoldError {
  override readonly name = "PermitRefused";
  declare readonly code: PermitRefusedCode;
}

/** Whoever holds `mint` decides; whoever holds `redeem` learns that it was decided. */
export interface Permits {
  /** Only `enforce` may hold this. */
  mint(terms: PermitTerms): Permit;
  /** Once, within the permit's life, for exactly these terms; a failed try with wrong terms uses it up too. */
  redeem(permit: unknown, terms: PermitTerms): void;
}

interface Minted {
  readonly terms: PermitTerms;
  readonly from: Millis;
  readonly until: Millis;
  used: boolean;
}

/** Every term, so that a new one can't be left out of the comparison. */
const termNames = Object.keys({
  account: true,
  user: true,
  permission: true,
  version: true,
  connection: true,
  purpose: true,
} satisfies Record<keyof PermitTerms, true>) as (keyof PermitTerms)[];

/**
 * One maker of permits and the only one who knows them: what another maker, or another copy of this module, minted is
 * unknown here. A permit lives `lifeMs` milliseconds, half-open: `[minted, minted + lifeMs)`. `redeem` throws
 * `PermitRefused`.
 */
export function createPermits(clock: () => Millis, { lifeMs = 10_000 }: { lifeMs?: number } = {}): Permits {
  // Known by identity alone: a copy, clone or proxy is another object, and nothing in the object itself proves anything.
  const known = new WeakMap<object, Minted>();
  let count = 0;

  return {
    mint(terms) {
      count += 1;
      const permit: Permit = Object.freeze({ id: `permit-${count}` });
      const from = clock();
      known.set(permit, { terms: { ...terms }, from, until: from + lifeMs, used: false });
      return permit;
    },

    redeem(permit, terms) {
      const minted = typeof permit === "object" && permit !== null ? known.get(permit) : undefined;
      if (!minted)
        throw new PermitRefused("PERMIT_UNKNOWN", "This is no permit of ours; ask enforce for one.");
      if (minted.used) {
        throw new PermitRefused("PERMIT_USED", "This permit was used; ask enforce for a new one.");
      }
      minted.used = true; // whatever comes of it: a failed try must not be a free guess at the terms
      const now = clock();
      // Said as what must hold, so that a clock set back, or no number at all, refuses.
      if (!(now >= minted.from && now < minted.until)) {
        throw new PermitRefused("PERMIT_EXPIRED", "This permit's time is over; ask enforce for a new one.");
      }
      if (!termNames.every((name) => minted.terms[name] === terms[name])) {
        throw new PermitRefused("PERMIT_MISMATCH", "This permit was minted for something else.");
      }
    },
  };
}
